package io.sluice.cli;

import io.sluice.api.Version;
import io.sluice.config.Declaration;
import io.sluice.config.PluginEntry;
import io.sluice.kafka.ClusterStatus;
import io.sluice.runtime.Unhosted.Skipped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a gateway is serving: for the summary at the start, and for {@code /status}.
 *
 * @param clusters asked anew each time
 */
record Overview(Declaration declaration, List<Skipped> skipped, Supplier<List<ClusterStatus>> clusters) {

    /** Every topic that an entry of the file names. */
    static Set<String> topics(Declaration declaration) {
        Set<String> topics = new LinkedHashSet<>();
        for (PluginEntry entry : declaration.plugins()) {
            if (entry.config().path("topic").isString()) {
                topics.add(entry.config().get("topic").asString());
            }
            entry.config().path("allowed_topics").forEach(topic -> topics.add(topic.asString()));
        }
        return topics;
    }

    /** One line each: counts, what was left out, topics, clusters. */
    void print(Consumer<String> say) {
        say.accept("  routes   " + declaration.routes().size() + ", plugins "
                + declaration.plugins().size() + ", services "
                + declaration.services().size() + ", consumers "
                + declaration.consumers().size());
        skipped.forEach(one -> say.accept("  skipped  " + one.plugin() + " (" + one.scope() + "): not hosted"
                + (one.guards() ? "; its routes answer 503" : "")));
        Set<String> topics = topics(declaration);
        say.accept("  topics   "
                + (topics.isEmpty()
                        ? "none"
                        : topics.size() > 10 ? topics.size() + " topics" : String.join(", ", topics)));
        Map<String, List<ClusterStatus>> byCluster = new TreeMap<>();
        clusters.get()
                .forEach(status -> byCluster
                        .computeIfAbsent(status.cluster(), _ -> new ArrayList<>())
                        .add(status));
        byCluster.forEach((cluster, producers) -> print(cluster, producers, say));
    }

    /** One line for all the producers of a cluster. */
    private static void print(String cluster, List<ClusterStatus> producers, Consumer<String> say) {
        boolean reached = producers.stream().anyMatch(ClusterStatus::reached);
        List<String> routes =
                producers.stream().flatMap(p -> p.routes().stream()).sorted().toList();
        say.accept("  kafka    " + cluster + "  " + (reached ? "reached" : "NOT REACHED; trying on") + "  ("
                + few(routes) + ")");
        List<String> denied = producers.stream()
                .filter(producer -> producer.denied() != null)
                .flatMap(producer -> producer.routes().stream())
                .sorted()
                .toList();
        if (!denied.isEmpty()) {
            say.accept("           access denied, trying on; the log says why: " + few(denied));
        }
        producers.stream()
                .map(ClusterStatus::reason)
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .forEach(reason -> say.accept("           " + reason));
        List<String> waiting = producers.stream()
                .filter(producer -> producer.denied() == null && !producer.reached() && reached)
                .flatMap(producer -> producer.routes().stream())
                .sorted()
                .toList();
        if (!waiting.isEmpty()) {
            say.accept("           not reached yet: " + few(waiting));
        }
        List<String> missing = producers.stream()
                .flatMap(p -> p.missingTopics().stream())
                .distinct()
                .sorted()
                .toList();
        if (!missing.isEmpty()) {
            say.accept("           topics that cannot be sent to: " + String.join(", ", missing));
        }
    }

    private static String few(List<String> routes) {
        return routes.size() > 5 ? routes.size() + " routes" : String.join(", ", routes);
    }

    /** For {@code /status}. */
    Map<String, Object> status(boolean ready) {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("version", Version.NUMBER);
        status.put("ready", ready);
        status.put("routes", declaration.routes().size());
        status.put("services", declaration.services().size());
        status.put("plugins", declaration.plugins().size());
        status.put("skipped", skipped.stream().map(Overview::status).toList());
        status.put("kafka", clusters.get().stream().map(Overview::status).toList());
        return status;
    }

    private static Map<String, Object> status(Skipped skipped) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("plugin", skipped.plugin());
        one.put("scope", skipped.scope());
        one.put("routes_closed", skipped.guards());
        return one;
    }

    private static Map<String, Object> status(ClusterStatus cluster) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("cluster", cluster.cluster());
        one.put("reached", cluster.reached());
        one.put("denied", cluster.denied());
        one.put("reason", cluster.reason());
        one.put("missing_topics", cluster.missingTopics());
        one.put("routes", cluster.routes());
        return one;
    }
}
