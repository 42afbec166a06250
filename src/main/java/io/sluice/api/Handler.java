package io.sluice.api;

import java.io.IOException;

/** Answers requests of one listener. Called on a virtual thread of its own per request; may block. */
@FunctionalInterface
public interface Handler {

    /**
     * Answers {@code request} by exactly one call of one of the {@code respond} methods.
     *
     * @throws IOException if the request broke off or the client has gone: the connection is closed
     */
    void handle(Request request, Responder responder) throws IOException;

    /**
     * Answers a request that HTTP's own rules refuse, so that nobody may act on it: with {@code reply}. It is a request all the same,
     * for those who count and log; what could not be read of it is empty.
     *
     * @throws IOException if the client has gone
     */
    default void refuse(Request request, Reply reply, Responder responder) throws IOException {
        responder.respond(reply.status(), reply.headers(), reply.body());
    }
}
