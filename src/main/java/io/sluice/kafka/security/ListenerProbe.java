package io.sluice.kafka.security;

import io.sluice.api.produce.ProducerSpec.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;

/**
 * Finds out whether a listener wants TLS before the Kafka client speaks plain text to it: the client would read the alert that comes
 * back as the size of an answer, and take a third of a gigabyte of memory for it, at every try.
 */
final class ListenerProbe {

    /** Longer than a broker takes for its least work. */
    private static final int TIMEOUT_MILLIS = 1000;

    /** ApiVersions, version 0: what every broker answers, to whomever. */
    private static final byte[] REQUEST = {0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 0, -1, -1};

    private static final int TLS_ALERT = 0x15;

    private ListenerProbe() {}

    /** Asks one after the other until one answers; those that do not are left to the Kafka client. */
    static void checkPlainText(List<HostPort> servers) throws Denied {
        for (HostPort server : servers) {
            int first = firstByte(server);
            if (first == TLS_ALERT) {
                throw new Denied(
                        "SslAuthentication",
                        "the listener speaks TLS",
                        "set security.ssl: true, or use the port of a listener without TLS");
            }
            if (first >= 0) {
                return;
            }
        }
    }

    /** Of the answer; -1 if there is none. */
    private static int firstByte(HostPort server) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(server.host(), server.port()), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(REQUEST);
            return socket.getInputStream().read();
        } catch (IOException | IllegalArgumentException _) {
            return -1;
        }
    }
}
