package io.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ReadAheadTest {

    private final Socket client;
    private final Socket server;
    private final CountDownLatch gone = new CountDownLatch(1);
    private final ReadAhead ahead;

    ReadAheadTest() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            client = new Socket(listening.getInetAddress(), listening.getLocalPort());
            server = listening.accept();
        }
        ahead = new ReadAhead(server.getInputStream());
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void theReaderGetsWhatTheWatchHasRead() throws Exception {
        assertThat(ahead.watch(gone::countDown)).isTrue();
        write("first");
        assertThat(read(3)).isEqualTo("fir");
        assertThat(read(9)).isEqualTo("st");
        ahead.unwatch();
        write("second"); // the watch's read was under way: it takes this, and is the last
        assertThat(read(9)).isEqualTo("second");
        write("third");
        assertThat(read(9)).isEqualTo("third");
        assertThat(gone.getCount()).isEqualTo(1);
    }

    @Test
    void theEndIsSeenBehindWhatWasSent() throws Exception {
        assertThat(ahead.watch(gone::countDown)).isTrue();
        write("more");
        client.close();

        assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(read(9)).isEqualTo("more");
        assertThat(ahead.read(new byte[1], 0, 1)).isEqualTo(-1);
    }

    @Test
    void aWatchTakesUpTheReadOfTheOneBefore() throws Exception {
        assertThat(ahead.watch(() -> {})).isTrue();
        ahead.unwatch();
        assertThat(ahead.watch(gone::countDown)).isTrue();
        client.close();

        assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anEndedConnectionIsGoneAtOnce() throws Exception {
        assertThat(ahead.watch(() -> {})).isTrue();
        ahead.unwatch();
        client.close();
        assertThat(ahead.read(new byte[1], 0, 1)).isEqualTo(-1);

        assertThat(ahead.watch(gone::countDown)).isTrue();
        assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void noMoreIsReadAheadThanALimit() throws Exception {
        byte[] much = new byte[10_000];
        Thread.startVirtualThread(() -> {
            try (client) {
                client.getOutputStream().write(new byte[500_000]);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        while (ahead.watch(gone::countDown)) {
            Thread.onSpinWait(); // until there is much to read
        }
        int count = 0;
        for (int n = ahead.read(much, 0, much.length); n > 0; n = ahead.read(much, 0, much.length)) {
            count += n;
        }
        assertThat(count).as("all of it comes, in order").isEqualTo(500_000);
        assertThat(gone.getCount()).as("but the watch was given up").isEqualTo(1);
    }

    private void write(String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private String read(int most) throws IOException {
        byte[] bytes = new byte[most];
        int count = ahead.read(bytes, 0, most);
        return new String(bytes, 0, count, StandardCharsets.US_ASCII);
    }
}
