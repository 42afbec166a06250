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
}
