package io.sluice.wire;

import io.sluice.api.Headers;
import io.sluice.http.DateHeader;
import io.sluice.http.RequestHead;
import io.sluice.wire.http2.HeaderField;
import io.sluice.wire.http2.Stream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An answer in HTTP/2. */
final class Http2Answer extends Answer {

    /** They speak of a connection of HTTP/1. */
    private static final Set<String> LEFT_OUT =
            Set.of("connection", "proxy-connection", "keep-alive", "transfer-encoding", "upgrade");

    private final Stream stream;
    private final Duration patience;
    private final RequestHead head;
    private final Http2Body body;

    /** {@code patience} is for clients that take nothing. */
    Http2Answer(Stream stream, DateHeader date, Duration patience, RequestHead head, Http2Body body, Memory memory) {
        super(head.method(), date, memory);
        this.stream = stream;
        this.patience = patience;
        this.head = head;
        this.body = body;
    }

    @Override
    Written write(int status, Headers headers, byte[] bytes) throws IOException {
        boolean bodiless = bytes.length == 0;
        long headBytes = stream.sendHeaders(fields(status, headers), bodiless, bodiless);
        if (!bodiless) {
            stream.sendData(bytes, 0, bytes.length, true, patience);
        }
        return written(headBytes, bytes.length);
    }

    @Override
    Written stream(int status, @Nullable String reason, Headers headers, @Nullable Streamed streamed)
            throws IOException {
        if (streamed == null) {
            return written(stream.sendHeaders(fields(status, headers), true, true), 0);
        }
        Http2BodyOutput to = new Http2BodyOutput(stream, patience, length(headers));
        long headBytes = stream.sendHeaders(fields(status, headers), false, false);
        try {
            streamed.writeTo(to);
            to.end();
        } catch (IOException | RuntimeException e) {
            to.flush(); // also what comes before a cut
            throw e;
        }
        return written(headBytes, to.count());
    }

    private static long length(Headers headers) throws IOException {
        String length = headers.first("Content-Length").orElse("-1");
        try {
            return Long.parseLong(length);
        } catch (NumberFormatException e) {
            throw new IOException("not a Content-Length", e);
        }
    }

    private static List<HeaderField> fields(int status, Headers headers) {
        List<HeaderField> fields = new ArrayList<>(headers.size() + 1);
        fields.add(new HeaderField(":status", Integer.toString(status)));
        headers.forEach((name, value) -> {
            String lower = HeadBytes.safe(name).toLowerCase(Locale.ROOT);
            if (!lower.isEmpty() && !lower.startsWith(":") && !LEFT_OUT.contains(lower)) {
                fields.add(new HeaderField(lower, HeadBytes.safe(value).strip()));
            }
        });
        return fields;
    }

    /** The interim answer to a client that waits before it sends its body. */
    void sendContinue() {
        if (isBegun()) {
            return;
        }
        try {
            stream.sendHeaders(fields(100, new Headers()), false, true);
        } catch (IOException _) {
            // the client has gone, as the read of the body will find
        }
    }

    private Written written(long headBytes, long bodyBytes) {
        return new Written(head.bytes() + body.taken(), headBytes + bodyBytes, bodyBytes);
    }

    @Override
    public Watch onClientGone(Runnable action) {
        return stream.watch(action);
    }
}
