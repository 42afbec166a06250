package io.sluice.upstream;

import io.sluice.api.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** The head of an upstream's final answer, and the body behind it. */
final class Answer {

    private static final Set<String> HOP_BY_HOP =
            Set.of("connection", "keep-alive", "transfer-encoding", "upgrade", "x-pad");

    private final ClassicHttpResponse response;
    private final Headers sent;
    private final InputStream body;
    private final boolean bodiless;

    /**
     * Reads on from a head.
     *
     * @throws HttpException if its framing is not to be trusted (RFC 9112 6.3)
     */
    Answer(UpstreamConnection connection, ClassicHttpResponse response, String method)
            throws IOException, HttpException {
        this.response = response;
        this.sent = UpstreamConnection.headers(response);
        int status = response.getCode();
        this.bodiless = method.equals("HEAD") || status == 204 || status == 304;
        checkFraming(sent);
        this.body = bodiless ? InputStream.nullInputStream() : connection.receiveBody(response);
    }

    private static void checkFraming(Headers headers) throws HttpException {
        if (headers.all("Content-Length").size() > 1
                || headers.all("Transfer-Encoding").size() > 1) {
            throw new HttpException("the answer says its length twice");
        }
        String coding = headers.first("Transfer-Encoding").orElse(null);
        if (coding != null && (headers.contains("Content-Length") || !coding.equalsIgnoreCase("chunked"))) {
            throw new HttpException("the answer's length is ambiguous");
        }
        String length = headers.first("Content-Length").orElse("0");
        if (!length.matches("[0-9]{1,18}")) {
            throw new HttpException("the answer's length is no number");
        }
        headers.forEach((name, value) -> {
            for (int i = 0; i < name.length(); i++) {
                char c = name.charAt(i);
                if (c <= ' ' || c == 0x7f) {
                    throw new UnsafeHeader();
                }
            }
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if ((c < ' ' && c != '\t') || c == 0x7f) {
                    throw new UnsafeHeader();
                }
            }
        });
    }

    /** A control character in a value or a name, or a blank in that: nginx takes none of them. Unchecked because it leaves a loop over the headers. */
    static final class UnsafeHeader extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnsafeHeader() {
            super("a header of the answer holds a control character");
        }
    }

    int status() {
        return response.getCode();
    }

    @Nullable
    String reason() {
        return response.getReasonPhrase();
    }

    /** {@code 1.1} or {@code 1.0}. */
    String httpVersion() {
        return HttpVersion.HTTP_1_0.equals(response.getVersion()) ? "1.0" : "1.1";
    }

    InputStream body() {
        return body;
    }

    /** Whether there is none by HTTP's rules, whatever the headers say. */
    boolean isBodiless() {
        return bodiless;
    }

    /**
     * What may be passed on (proxy.md 1.6): nothing that belongs to the connection, nothing that would steer a gateway.
     *
     * @param trailersWanted whether the client said that it takes trailers
     * @param upgrade the protocol that was asked for, which an upstream may name in turn; empty for none
     */
    Headers headersForClient(boolean trailersWanted, String upgrade) {
        Set<String> left = new HashSet<>(HOP_BY_HOP);
        for (String value : sent.all("Connection")) {
            for (String name : value.split(",", -1)) {
                left.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        left.remove("content-length");
        if (sent.first("Upgrade").orElse("").equalsIgnoreCase(upgrade)) {
            left.remove("upgrade");
        }
        if (!trailersWanted) {
            left.add("trailer");
        }
        Headers passed = new Headers();
        sent.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!left.contains(lower) && !lower.startsWith("x-accel-")) {
                passed.add(name, value);
            }
        });
        return passed;
    }

    /** Whether another request may follow on its connection, once the body was read to its end. */
    boolean keepsAlive() {
        boolean closes = sent.all("Connection").stream()
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("close"));
        boolean framed = bodiless || sent.contains("Content-Length") || sent.contains("Transfer-Encoding");
        return !closes && framed && httpVersion().equals("1.1");
    }

    /** {@code X-Accel-Buffering: no} has the effect of {@code response_buffering: false}. */
    boolean wantsNoBuffering() {
        return sent.first("X-Accel-Buffering").orElse("").equalsIgnoreCase("no");
    }
}
