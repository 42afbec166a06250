package io.sluice.upstream;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** Closing without a fuss. */
final class Channels {

    private Channels() {}

    static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException _) {
            // it is gone, which is all that was wanted
        }
    }
}
