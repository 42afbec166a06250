package io.sluice.plugins.correlationid;

import io.sluice.api.ConnectionInfo;
import io.sluice.api.Counters;
import io.sluice.api.PluginEnv;
import io.sluice.api.Request;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Makes ids. Safe for concurrent use. */
@FunctionalInterface
interface Generator {

    /** The number of the process, which all entries share and which outlives a reload: Kong counts per worker process. */
    Counters.Limit NUMBER = new Counters.Limit("number", Double.POSITIVE_INFINITY, Instant.MAX);

    String next(Request request);

    static Generator of(String name, PluginEnv env) {
        return switch (name) {
            case "uuid" -> _ -> UUID.randomUUID().toString();
            case "tracker" -> request -> tracker(request, env);
            default -> _ -> env.node().id() + "#" + number(env.counters());
        };
    }

    /** From 1. */
    private static long number(Counters counters) {
        return counters.addWithin("correlation-id", List.of(NUMBER)).getFirst() + 1;
    }

    /** Address, port, process, connection, request on it, and seconds since the epoch with three decimals. */
    private static String tracker(Request request, PluginEnv env) {
        ConnectionInfo connection = request.connection();
        return String.format(
                Locale.ROOT,
                "%s-%d-%d-%d-%d-%.3f",
                connection.listenerAddress(),
                connection.listenerPort(),
                env.node().pid(),
                connection.serial(),
                request.sequence(),
                env.clock().millis() / 1000.0);
    }
}
