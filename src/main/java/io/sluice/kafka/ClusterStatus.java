package io.sluice.kafka;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one producer stands with its cluster.
 *
 * @param cluster its name if it has one, else its bootstrap servers
 * @param reached whether a broker has answered
 * @param denied the error that access is denied with now, or null
 * @param reason why it is denied, in words; null unless it is
 * @param missingTopics announced or asked for, and not there
 * @param routes who leases it
 */
public record ClusterStatus(
        String cluster,
        boolean reached,
        @Nullable String denied,
        @Nullable String reason,
        List<String> missingTopics,
        List<String> routes) {}
