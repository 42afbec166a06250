package io.sluice.wire.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.MutatedBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http2.hpack.HPackEncoder;
import org.apache.hc.core5.util.ByteArrayBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever comes over HTTP/2 is answered, breaks its stream or ends the connection: nothing else is thrown, and no thread stays behind. */
@Timeout(value = 600)
class MutatedFramesTest {

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new Frame(payload.length, type, flags, stream).header());
        out.writeBytes(payload);
        return out.toByteArray();
    }

    private static byte[] head(String method, String path) throws IOException {
        ByteArrayBuffer block = new ByteArrayBuffer(100);
        new HPackEncoder(4096, StandardCharsets.US_ASCII)
                .encodeHeaders(
                        block,
                        List.of(
                                new BasicHeader(":method", method),
                                new BasicHeader(":scheme", "http"),
                                new BasicHeader(":path", path),
                                new BasicHeader(":authority", "h"),
                                new BasicHeader("x", "y")),
                        false);
        return block.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static List<byte[]> seeds() throws IOException {
        byte[] get = head("GET", "/a");
        byte[] post = head("POST", "/b");
        byte[] settings = frame(Frame.SETTINGS, 0, 0, Settings.of(Settings.INITIAL_WINDOW, 1000));
        byte[] body = "hello".getBytes(StandardCharsets.US_ASCII);
        return List.of(
                joined(settings, frame(Frame.HEADERS, Frame.END_HEADERS | Frame.END_STREAM, 1, get)),
                joined(
                        settings,
                        frame(Frame.HEADERS, Frame.END_HEADERS, 1, post),
                        frame(Frame.DATA, 0, 1, body),
                        frame(Frame.DATA, Frame.END_STREAM, 1, body)),
                joined(
                        settings,
                        frame(Frame.HEADERS, 0, 1, java.util.Arrays.copyOf(post, 4)),
                        frame(
                                Frame.CONTINUATION,
                                Frame.END_HEADERS,
                                1,
                                java.util.Arrays.copyOfRange(post, 4, post.length)),
                        frame(Frame.PING, 0, 0, new byte[8]),
                        frame(Frame.WINDOW_UPDATE, 0, 0, new byte[] {0, 0, 1, 0}),
                        frame(Frame.RST_STREAM, 0, 1, new byte[] {0, 0, 0, 8})),
                joined(
                        settings,
                        frame(Frame.PRIORITY, 0, 3, new byte[] {0, 0, 0, 1, 9}),
                        frame(
                                Frame.HEADERS,
                                Frame.END_HEADERS | Frame.PADDED,
                                5,
                                joined(new byte[] {2}, get, new byte[2])),
                        frame(Frame.GOAWAY, 0, 0, new byte[8]),
                        frame(Frame.SETTINGS, Frame.ACK, 0, new byte[0])));
    }

    @Test
    void framesAreHeardOrRefused() throws Exception {
        List<byte[]> seeds = seeds();
        int requests = 0;
        for (int i = 0; i < MutatedBytes.count(20_000); i++) {
            byte[] bytes = joined(Multiplexer.preface(), MutatedBytes.of(seeds, i));
            try {
                requests += speak(bytes);
            } catch (RuntimeException | StackOverflowError | AssertionError e) {
                throw new AssertionError(MutatedBytes.shown(i, bytes), e);
            }
        }
        assertThat(requests).isPositive();
    }

    private static int speak(byte[] bytes) {
        int[] at = new int[1];
        ByteSource in = (target, length) -> {
            if (at[0] + length > bytes.length) {
                return false;
            }
            System.arraycopy(bytes, at[0], target, 0, length);
            at[0] += length;
            return true;
        };
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<String> requests = new ArrayList<>();
        Multiplexer[] speaking = new Multiplexer[1];
        Multiplexer multiplexer = new Multiplexer(in, OutputStream.nullOutputStream(), 8192, (stream, fields) -> {
            requests.add(fields.method());
            return () -> answer(speaking[0], stream, failures);
        });
        speaking[0] = multiplexer;
        try {
            multiplexer.run();
        } catch (Breach | IOException _) {
            // as it should
        } finally {
            multiplexer.fail();
            multiplexer.await();
        }
        assertThat(failures).isEmpty();
        return requests.size();
    }

    private static void answer(Multiplexer multiplexer, Stream stream, Queue<Throwable> failures) {
        try {
            byte[] part = new byte[100];
            int count = 0;
            while (count >= 0) {
                count = stream.read(part, 0, part.length, Duration.ofSeconds(20));
            }
            stream.sendHeaders(List.of(new HeaderField(":status", "200")), false, false);
            stream.sendData(new byte[10], 0, 10, true, Duration.ofSeconds(20));
        } catch (IOException _) {
            // the connection has ended
        } catch (RuntimeException | AssertionError e) {
            failures.add(e);
        } finally {
            try {
                multiplexer.done(stream, true);
            } catch (IOException _) {
                // likewise
            }
        }
    }
}
