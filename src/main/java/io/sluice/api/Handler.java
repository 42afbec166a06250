package io.sluice.api;

/** Answers requests of one listener. Called on a virtual thread of its own per request; may block. */
@FunctionalInterface
public interface Handler {

    /**
     * Answers {@code request} by exactly one call of {@link Responder#respond}.
     *
     * @throws java.io.IOException if the request broke off or the client has gone: the connection is closed
     */
    void handle(Request request, Responder responder) throws java.io.IOException;
}
