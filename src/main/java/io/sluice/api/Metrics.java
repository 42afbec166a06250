package io.sluice.api;

import java.util.function.DoubleSupplier;

/** Numbers the host publishes, in Prometheus' terms. Asking twice for a name gives the same instrument. */
public interface Metrics {

    Counter counter(String name, String help, String... labelNames);

    Histogram histogram(String name, String help, String... labelNames);

    /** A value read when the metrics are scraped; registered until the handle is closed. */
    AutoCloseable gauge(String name, String help, String[] labelNames, String[] labelValues, DoubleSupplier value);

    /** Only ever grows. */
    interface Counter {
        void add(double amount, String... labelValues);

        default void increment(String... labelValues) {
            add(1, labelValues);
        }
    }

    /** Durations, in seconds. */
    interface Histogram {
        void observe(double seconds, String... labelValues);
    }
}
