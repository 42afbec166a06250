package io.sluice.api;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Writes the answer of one request. */
public interface Responder {

    /**
     * Writes status, headers and body, and waits until the transport has taken them. For HEAD the body's length is sent but
     * not the body; 204 and 304 have neither.
     *
     * @return what went over the wire
     * @throws IOException if the client has gone
     */
    Written respond(int status, Headers headers, byte[] body) throws IOException;

    /**
     * Writes an answer whose body comes bit by bit. A Content-Length among the headers is kept to; without one the body is
     * chunked (HTTP/1.1) or ends with the connection (HTTP/1.0). For HEAD, 204 and 304 {@code body} is not asked.
     *
     * @param reason the reason phrase for HTTP/1, or null for the usual one
     * @throws IOException if the client has gone, or {@code body} threw: the answer is then visibly cut, by closing the
     *     connection without a last chunk, or by resetting the stream
     */
    Written respond(int status, @Nullable String reason, Headers headers, Streamed body) throws IOException;

    /**
     * Calls {@code action} once, on another thread, if the client goes away before the answer is complete. What it sends
     * meanwhile is kept for later.
     *
     * @return closing it ends the watch
     */
    Watch onClientGone(Runnable action);

    /**
     * Asks whether so many more bytes may be kept in memory for this request. They count until the request is over.
     *
     * @param bytes 1 or more
     */
    default boolean reserve(int bytes) {
        return true;
    }

    /** A body that is written when its turn comes. */
    @FunctionalInterface
    interface Streamed {

        /** Writes all of it to {@code out}, flushing where the client shall not wait; does not close it. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Something that can be left off without a fuss. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * What went over the wire.
     *
     * @param requestBytes request line, headers and body as received
     * @param responseBytes status line, headers and body as written
     * @param bodyBytes of the response, as written
     */
    record Written(long requestBytes, long responseBytes, long bodyBytes) {}
}
