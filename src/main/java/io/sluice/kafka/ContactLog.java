package io.sluice.kafka;

import io.sluice.api.Log;
import io.sluice.api.produce.ProducerSecurity;
import io.sluice.kafka.security.Denied;
import io.sluice.kafka.security.Protection;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Says how it goes with a first contact, and what to do when there is none.
 *
 * @param routes who is concerned, asked for at each line
 */
record ContactLog(String cluster, ProducerSecurity security, Supplier<String> routes) {

    private static final Log LOG = Log.of("kafka");

    void reached() {
        LOG.info("cluster reached", "cluster", cluster, "routes", routes.get());
    }

    void denied(Denied refusal, Duration pause) {
        LOG.error(
                refusal.isStranger()
                        ? "this is not a Kafka listener; trying on, ever more rarely"
                        : "access to Kafka denied; trying on, ever more rarely",
                "routes",
                routes.get(),
                "cluster",
                cluster,
                "authentication",
                Protection.describe(security),
                "error",
                refusal.error(),
                "reason",
                refusal.reason(),
                "advice",
                refusal.advice(),
                "next_try_in_s",
                pause.toSeconds());
    }

    /** {@code hungUp}: connections are made, and closed without an answer. */
    void noAnswer(boolean hungUp) {
        String listener = security.tls() != null
                ? "whether their port is that of a TLS listener (else set security.ssl: false), and whether it wants a client"
                        + " certificate (security.certificate_id)"
                : "whether their listener wants SASL (authentication)";
        String advice = hungUp
                ? "connections are made and closed again: look " + listener
                : "look whether the brokers are up, whether bootstrap_servers are their addresses, and " + listener;
        LOG.error(
                "no broker answers; trying on",
                "cluster",
                cluster,
                "routes",
                routes.get(),
                "authentication",
                Protection.describe(security),
                "advice",
                advice);
    }
}
