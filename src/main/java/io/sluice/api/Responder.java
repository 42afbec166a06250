package io.sluice.api;

import java.io.IOException;

/** Writes the answer of one request. */
public interface Responder {

    /**
     * Writes status, headers and body, and waits until the transport has taken them. For HEAD the body's length is sent but
     * not the body; 204 and 304 have neither.
     *
     * @return how the request ended
     * @throws IOException if the client has gone
     */
    Completion respond(int status, Headers headers, byte[] body) throws IOException;
}
