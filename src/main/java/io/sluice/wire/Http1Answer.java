package io.sluice.wire;

import io.sluice.api.Headers;
import io.sluice.http.DateHeader;
import io.sluice.http.RequestHead;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An answer in HTTP/1.1. Adds what its framing and its connection need to the headers. */
final class Http1Answer extends Answer {

    private final Http1Connection connection;
    private final ClientOutput out;
    private final RequestHead head;
    private final Http1Body body;
    private boolean endsWithClose;

    Http1Answer(
            Http1Connection connection,
            DateHeader date,
            ClientOutput out,
            RequestHead head,
            Http1Body body,
            Memory memory) {
        super(head.method(), date, memory);
        this.connection = connection;
        this.out = out;
        this.head = head;
        this.body = body;
    }

    /** Whether part of it was sent in a form that does not tell the client where it ends. */
    boolean isCutUnseen() {
        return endsWithClose && !isWhole();
    }

    boolean keepsConnection() {
        return isWhole() && !endsWithClose;
    }

    private boolean isOld() {
        return head.version().equals("1.0");
    }

    @Override
    Written write(int status, Headers headers, byte[] bytes) throws IOException {
        long start = out.written();
        sayWhetherLast(headers);
        out.write(HeadBytes.of(status, null, headers));
        out.write(bytes);
        out.flush();
        return written(start, bytes.length);
    }

    @Override
    Written stream(int status, @Nullable String reason, Headers headers, @Nullable Streamed streamed)
            throws IOException {
        long start = out.written();
        BodyOutput framed = streamed == null ? null : framed(headers);
        sayWhetherLast(headers);
        out.write(HeadBytes.of(status, reason, headers));
        try {
            if (streamed != null && framed != null) {
                streamed.writeTo(framed);
                framed.end();
            }
        } finally {
            out.flush(); // also what comes before a cut
        }
        return written(start, framed == null ? 0 : framed.count());
    }

    private BodyOutput framed(Headers headers) throws IOException {
        String length = headers.first("Content-Length").orElse("");
        if (!length.isEmpty()) {
            try {
                return BodyOutput.ofLength(out, Long.parseUnsignedLong(length));
            } catch (NumberFormatException e) {
                throw new IOException("not a Content-Length", e);
            }
        }
        if (isOld()) {
            endsWithClose = true;
            return BodyOutput.untilClose(out);
        }
        headers.add("Transfer-Encoding", "chunked");
        return BodyOutput.chunked(out);
    }

    private void sayWhetherLast(Headers headers) {
        if (connection.isLast(body) || endsWithClose) {
            headers.set("Connection", "close");
        } else if (isOld()) {
            headers.set("Connection", "keep-alive");
        }
    }

    private Written written(long start, long bodyBytes) {
        return new Written(head.bytes() + body.taken(), out.written() - start, bodyBytes);
    }

    @Override
    public Watch onClientGone(Runnable action) {
        return connection.watch(action);
    }
}
