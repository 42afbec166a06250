package io.sluice.wire;

import io.sluice.api.Headers;
import io.sluice.api.Responder;
import io.sluice.http.DateHeader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The answer to one request, whatever the version of HTTP. Used by one thread. */
abstract class Answer implements Responder {

    private final boolean toHead;
    private final DateHeader date;
    private final Memory memory;
    private boolean begun;
    private boolean whole;

    Answer(String method, DateHeader date, Memory memory) {
        this.memory = memory;
        this.toHead = method.equals("HEAD");
        this.date = date;
    }

    @Override
    public final boolean reserve(int bytes) {
        return memory.take(bytes);
    }

    /** Whether there is no other answer any more. */
    final boolean isBegun() {
        return begun;
    }

    /** Whether the client got all of it. */
    final boolean isWhole() {
        return whole;
    }

    @Override
    public final Written respond(int status, Headers headers, byte[] body) throws IOException {
        begin();
        if (isBodiless(status)) {
            headers.remove("Content-Length");
        } else {
            headers.set("Content-Length", Integer.toString(body.length));
        }
        if (!headers.contains("Date")) {
            headers.add("Date", date.now());
        }
        Written written = write(status, headers, toHead || isBodiless(status) ? new byte[0] : body);
        whole = true;
        return written;
    }

    @Override
    public final Written respond(int status, @Nullable String reason, Headers headers, Streamed body)
            throws IOException {
        begin();
        if (status == 204) {
            headers.remove("Content-Length");
        }
        headers.remove("Transfer-Encoding");
        Written written = stream(status, reason, headers, toHead || isBodiless(status) ? null : body);
        whole = true;
        return written;
    }

    private void begin() {
        if (begun) {
            throw new IllegalStateException("a request has one answer");
        }
        begun = true;
    }

    private static boolean isBodiless(int status) {
        return status == 204 || status == 304 || status < 200;
    }

    /** {@code headers} may be added to; {@code body} is what goes over the wire. */
    abstract Written write(int status, Headers headers, byte[] body) throws IOException;

    /** {@code body} is null if there is none; what it throws passes through, after the answer was cut. */
    abstract Written stream(int status, @Nullable String reason, Headers headers, @Nullable Streamed body)
            throws IOException;
}
