package io.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Multipart;
import io.sluice.http.Refusal;
import io.sluice.http.RequestHead;
import io.sluice.settings.ClientLimits;
import io.sluice.testing.MutatedBytes;
import io.sluice.time.TimeKeeper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever comes over HTTP/1, in a PROXY header or in multipart is a request, a refusal, or an end: no other exception, no reading without
 * end, and what is let in is what the rules let in. {@code make fuzz-edge} does a million of each.
 */
@Timeout(value = 600)
class MutatedRequestsTest {

    private static final ClientLimits LIMITS = ClientLimits.DEFAULT.withBody(100_000, "text/plain");

    private static List<byte[]> requests() {
        List<byte[]> seeds = new ArrayList<>();
        for (String text : List.of(
                "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
                "POST /a?b=c HTTP/1.1\r\nHost: h:80\r\nContent-Length: 5\r\nX: y\r\n\r\nhello",
                "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\nGET /n HTTP/1.1\r\nHost: h\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTrailer: t\r\n\r\n5;x=\"y\"\r\nhello\r\na\r\n0123456789\r\n0\r\nt: v\r\n\r\n",
                "GET http://h/x/../y%20z HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
                "PUT /%7e/;a=b HTTP/1.1\r\nHost: [::1]:8000\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc",
                "\r\n\r\nOPTIONS /a HTTP/1.1\nHost: h\nCookie: a=b; c=d\n\n",
                "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\nDELETE /b HTTP/1.1\r\nHost: h\r\n\r\n")) {
            seeds.add(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        return seeds;
    }

    @Test
    void headsAndBodiesAreReadOrRefused() {
        List<byte[]> seeds = requests();
        int letIn = 0;
        try (TimeKeeper time = new TimeKeeper()) {
            int count = MutatedBytes.count(60_000);
            for (int i = 0; i < count; i++) {
                byte[] bytes = MutatedBytes.of(seeds, i);
                try {
                    letIn += read(bytes, time);
                } catch (RuntimeException | StackOverflowError | AssertionError e) {
                    throw new AssertionError(MutatedBytes.shown(i, bytes), e);
                }
            }
            assertThat(letIn).isBetween(count / 10, count * 4);
        }
    }

    /** How many requests were let in. */
    private static int read(byte[] bytes, TimeKeeper time) {
        ConnectionInput in = new ConnectionInput(new ByteArrayInputStream(bytes), () -> {}, time);
        int requests = 0;
        try {
            while (in.hasMore(Duration.ofSeconds(60))) {
                RequestHead head = new HeadReader(in, LIMITS).read();
                check(head);
                Http1Body body = new Http1Body(head, in, LIMITS, () -> {}, Memory.PLENTY);
                byte[] part = new byte[100];
                long length = 0;
                for (int n = body.read(part, 0, 100); n >= 0; n = body.read(part, 0, 100)) {
                    assertThat(n).isPositive();
                    length += n;
                }
                assertThat(length).isEqualTo(head.isChunked() ? length : head.bodyLength());
                requests++;
            }
        } catch (Refusal e) {
            assertThat(e.status()).isIn(400, 405, 413, 414, 494, 501, 505);
        } catch (IOException _) {
            // it broke off
        }
        assertThat(in.consumed()).isLessThanOrEqualTo(bytes.length);
        return requests;
    }

    private static void check(RequestHead head) {
        assertThat(head.method()).matches("[A-Z_-]+").isNotIn("CONNECT", "TRACE");
        assertThat(head.target()).matches("/[\\x21-\\x7e]*").doesNotContain("#");
        assertThat(head.host()).doesNotContainPattern("[\\x00-\\x20/\\\\?#@,\"<>\\x7f]");
        assertThat(head.headers().contains("Transfer-Encoding")
                        && head.headers().contains("Content-Length"))
                .isFalse();
        head.headers().forEach((name, value) -> {
            assertThat(name).matches("[A-Za-z0-9_-]+");
            assertThat(value).doesNotContainPattern("[\\x00-\\x08\\x0a-\\x1f\\x7f]");
        });
    }

    @Test
    void proxyHeadersAreReadOrRefused() {
        List<byte[]> seeds = List.of(
                "PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\r\nGET / HTTP/1.1\r\n"
                        .getBytes(StandardCharsets.US_ASCII),
                "PROXY TCP6 2001:db8::1 ::1 1 65535\r\n".getBytes(StandardCharsets.US_ASCII),
                "PROXY UNKNOWN ffff:f...f:ffff\r\n".getBytes(StandardCharsets.US_ASCII),
                HexFormat.of().parseHex("0d0a0d0a000d0a515549540a2111000c7f0000017f000001d43101bb"),
                HexFormat.of().parseHex("0d0a0d0a000d0a515549540a20000000"),
                HexFormat.of()
                        .parseHex("0d0a0d0a000d0a515549540a2121002420010db8000000000000000000000001"
                                + "00000000000000000000000000000001000100020300"));
        for (int i = 0; i < MutatedBytes.count(30_000); i++) {
            byte[] bytes = MutatedBytes.of(seeds, i);
            try {
                ProxyHeader.read(new ByteArrayInputStream(bytes));
            } catch (IOException _) {
                // malformed
            } catch (RuntimeException e) {
                throw new AssertionError(MutatedBytes.shown(i, bytes), e);
            }
        }
    }

    @Test
    void multipartIsReadAsFarAsItGoes() {
        List<byte[]> seeds = List.of(
                "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nvalue\r\n--b\r\ncontent-disposition: form-data; name=c; filename=\"d\"\r\nContent-Type: x/y\r\n\r\n\r\n--b--\r\n"
                        .getBytes(StandardCharsets.US_ASCII),
                "preamble\r\n--b\r\n\r\nno name\r\n--b--epilogue".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < MutatedBytes.count(30_000); i++) {
            byte[] bytes = MutatedBytes.of(seeds, i);
            try {
                int held = Multipart.parse(bytes, "b").stream()
                        .mapToInt(part -> part.content().length)
                        .sum();
                assertThat(held).isLessThanOrEqualTo(bytes.length);
                Multipart.of(bytes, "b").with("n", new byte[] {1}).parts();
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).as(MutatedBytes.shown(i, bytes)).contains("boundary");
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(MutatedBytes.shown(i, bytes), e);
            }
        }
    }
}
