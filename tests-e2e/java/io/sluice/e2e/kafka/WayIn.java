package io.sluice.e2e.kafka;

import io.sluice.e2e.kafka.SecuredBroker.Listener;
import java.util.function.Function;

/**
 * One route with its own security towards one listener, and what has to come of it.
 *
 * @param name of the route, and of its path
 * @param mechanism as the table of the docs calls it
 * @param tls whether the connection is
 * @param tested in the words of the table
 * @param config the parts {@code security} and {@code authentication}, as members of a YAML flow mapping
 * @param error for the client, with {@code return_error_message}; null if records arrive
 * @param said what the log line has to say; empty if records arrive
 */
record WayIn(
        String name,
        String mechanism,
        boolean tls,
        String tested,
        Listener listener,
        Function<Stage, String> config,
        String error,
        String said) {

    boolean works() {
        return error == null;
    }
}
