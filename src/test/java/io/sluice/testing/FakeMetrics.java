package io.sluice.testing;

import io.sluice.api.Metrics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/** Counts, for tests to read. Safe for concurrent use. */
public final class FakeMetrics implements Metrics {

    private record Series(String name, List<String> labels) {}

    private final Map<Series, Double> counts = new ConcurrentHashMap<>();

    private final Set<String> gauges = ConcurrentHashMap.newKeySet();

    /** The names of those that were made. */
    public Set<String> gauges() {
        return gauges;
    }

    /** 0 if nothing was counted under these labels. */
    public double count(String name, String... labelValues) {
        return counts.getOrDefault(new Series(name, List.of(labelValues)), 0.0);
    }

    @Override
    public Counter counter(String name, String help, String... labelNames) {
        return (amount, labelValues) -> counts.merge(series(name, labelNames, labelValues), amount, Double::sum);
    }

    /** Its count is how often it was observed. */
    @Override
    public Histogram histogram(String name, String help, String... labelNames) {
        return (_, labelValues) -> counts.merge(series(name, labelNames, labelValues), 1.0, Double::sum);
    }

    @Override
    public AutoCloseable gauge(
            String name, String help, String[] labelNames, String[] labelValues, DoubleSupplier value) {
        series(name, labelNames, labelValues);
        gauges.add(name);
        return () -> {};
    }

    private static Series series(String name, String[] labelNames, String[] labelValues) {
        if (labelNames.length != labelValues.length) {
            throw new IllegalArgumentException(name + " has " + labelNames.length + " labels");
        }
        return new Series(name, List.of(labelValues));
    }
}
