package io.sluice.observe;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sluice.api.Metrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;

/** The instruments, kept in a registry of their own and printed in Prometheus' text format. Safe for concurrent use. */
public final class PrometheusMetrics implements Metrics {

    private static final double[] BUCKETS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
    };

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Map<String, io.prometheus.metrics.core.metrics.Counter> counters = new ConcurrentHashMap<>();
    private final Map<String, io.prometheus.metrics.core.metrics.Histogram> histograms = new ConcurrentHashMap<>();
    private final Map<String, List<Reading>> gauges = new ConcurrentHashMap<>();

    private record Reading(String[] labelValues, DoubleSupplier value) {}

    public PrometheusMetrics() {
        JvmMetrics.builder().register(registry);
    }

    @Override
    public Metrics.Counter counter(String name, String help, String... labelNames) {
        io.prometheus.metrics.core.metrics.Counter counter = counters.computeIfAbsent(
                name,
                _ -> io.prometheus.metrics.core.metrics.Counter.builder()
                        .name(name)
                        .help(help)
                        .labelNames(labelNames)
                        .register(registry));
        return (amount, labelValues) -> counter.labelValues(labelValues).inc(amount);
    }

    @Override
    public Metrics.Histogram histogram(String name, String help, String... labelNames) {
        io.prometheus.metrics.core.metrics.Histogram histogram = histograms.computeIfAbsent(
                name,
                _ -> io.prometheus.metrics.core.metrics.Histogram.builder()
                        .name(name)
                        .help(help)
                        .labelNames(labelNames)
                        .classicOnly()
                        .classicUpperBounds(BUCKETS)
                        .register(registry));
        return (seconds, labelValues) -> histogram.labelValues(labelValues).observe(seconds);
    }

    @Override
    public AutoCloseable gauge(
            String name, String help, String[] labelNames, String[] labelValues, DoubleSupplier value) {
        List<Reading> readings = gauges.computeIfAbsent(name, _ -> {
            List<Reading> all = new CopyOnWriteArrayList<>();
            GaugeWithCallback.builder()
                    .name(name)
                    .help(help)
                    .labelNames(labelNames)
                    .callback(callback -> all.forEach(r -> callback.call(r.value.getAsDouble(), r.labelValues)))
                    .register(registry);
            return all;
        });
        Reading reading = new Reading(labelValues.clone(), value);
        readings.add(reading);
        return () -> readings.remove(reading);
    }

    /** Everything, as {@code text/plain; version=0.0.4}. */
    public byte[] print() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(16_384);
        try {
            PrometheusTextFormatWriter.create().write(out, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
