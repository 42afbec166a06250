package io.sluice.api;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** HTTP requests of plugins themselves. Follows no redirects. Safe for concurrent use. */
public interface HttpCalls {

    /**
     * Sends one request and waits for the whole answer.
     *
     * @throws IOException if there is no whole answer in time, or TLS fails
     * @throws InterruptedException if the host stops
     */
    Reply send(Call call) throws IOException, InterruptedException;

    /**
     * One request.
     *
     * @param uri with scheme http or https
     * @param timeout for all of it, connecting included
     * @param verify whether an https server's certificate is checked
     */
    record Call(String method, URI uri, Headers headers, byte[] body, Duration timeout, boolean verify) {}
}
