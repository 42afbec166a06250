package io.sluice.lint;

import io.sluice.config.PluginEntry;
import io.sluice.config.source.Document;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Producers that lose records, cannot log in, or ask for topics that cannot be. */
final class KafkaWarnings {

    private static final Set<String> PRODUCERS = Set.of("kafka-upstream", "kafka-log", "confluent");
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]+");
    private static final int LONGEST_TOPIC = 249;

    private final Warnings warnings;

    KafkaWarnings(Warnings warnings) {
        this.warnings = warnings;
    }

    void warn(List<PluginEntry> entries) {
        for (PluginEntry entry : entries) {
            if (PRODUCERS.contains(entry.name()) && entry.enabled()) {
                String at = entry.pointer() + "/config";
                topics(entry.config(), at);
                servers(entry, at);
                acks(entry.config(), at);
                mappings(entry.config().path("headers"), at + "/headers");
            }
        }
    }

    private void topics(JsonNode config, String at) {
        topic(config.path("topic"), at + "/topic");
        JsonNode allowed = config.path("allowed_topics");
        for (int i = 0; i < allowed.size(); i++) {
            topic(allowed.path(i), at + "/allowed_topics/" + i);
        }
        if (!allowed.isEmpty() && config.path("topics_query_arg").asString("").isEmpty()) {
            warnings.add(
                    "allowed-topics-unused",
                    at + "/allowed_topics",
                    null,
                    "'allowed_topics' has no effect without 'topics_query_arg': every record goes to 'topic'",
                    "name the query argument that says the topics, or remove the list");
        }
    }

    private void topic(JsonNode topic, String at) {
        String reason = topic.isString() ? reasonAgainst(topic.asString()) : null;
        if (reason != null) {
            String name = topic.asString();
            warnings.add(
                    "bad-topic",
                    at,
                    name.length() > 60 ? name.substring(0, 60) + "..." : name,
                    "Kafka has no topic of such a name: " + reason,
                    null);
        }
    }

    /** Kafka's own rules for names of topics. */
    private static @Nullable String reasonAgainst(String name) {
        if (name.isEmpty()) {
            return "it is empty";
        }
        if (name.equals(".") || name.equals("..")) {
            return "'.' and '..' are not names";
        }
        if (name.length() > LONGEST_TOPIC) {
            return "it has " + name.length() + " characters, expected at most " + LONGEST_TOPIC;
        }
        return TOPIC.matcher(name).matches() ? null : "expected letters, digits, '.', '_' and '-' alone";
    }

    private void servers(PluginEntry entry, String at) {
        if (entry.config().path("bootstrap_servers").isEmpty() && !entry.name().equals("confluent")) {
            warnings.add(
                    "no-bootstrap-servers",
                    at,
                    null,
                    "without 'bootstrap_servers' no broker is ever reached, and no record written",
                    "bootstrap_servers: [{host: localhost, port: 9092}]");
        }
    }

    /** Kong's defaults are these, so only who wrote one of them is told. */
    private void acks(JsonNode config, String at) {
        String field = at + "/producer_request_acks";
        boolean written = warnings.isWritten(field) || warnings.isWritten(at + "/producer_async");
        if (written
                && config.path("producer_request_acks").asInt(-1) == 1
                && config.path("producer_async").asBoolean(false)) {
            warnings.add(
                    "acks-one",
                    warnings.isWritten(field) ? field : at + "/producer_async",
                    null,
                    "acks 1, and async: whoever sent a request was told 200 long before; if the leader fails before the"
                            + " others have copied the record, it is lost",
                    "producer_request_acks: -1, and producer_async: false if the answer is to mean 'written'");
        }
    }

    private void mappings(JsonNode headers, String at) {
        JsonNode mappings = headers.path("name_mappings");
        if (mappings.isEmpty()) {
            return;
        }
        boolean all = headers.path("forward_all_by_default").asBoolean(false);
        boolean none = !headers.path("forward_http_headers_as_record_headers").asBoolean(true);
        Set<String> listed = new HashSet<>();
        headers.path(all ? "exclude_headers" : "include_headers")
                .forEach(name -> listed.add(name.asString("").toLowerCase(Locale.ROOT)));
        for (String name : mappings.propertyNames()) {
            if (none || listed.contains(name.toLowerCase(Locale.ROOT)) == all) {
                warnings.add(
                        "mapping-unused",
                        at + "/name_mappings/" + Document.escape(name),
                        name,
                        "the header is not forwarded, so its new name is never used",
                        none
                                ? "forward_http_headers_as_record_headers: true"
                                : all ? "take it out of exclude_headers" : "add it to include_headers");
            }
        }
    }
}
