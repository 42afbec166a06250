package io.sluice.records;

import io.sluice.api.ByteText;
import io.sluice.api.QueryArgs;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which topics a request goes to: the default one, or those it names among the allowed. */
final class TopicChoice {

    private final List<String> byDefault;
    private final @Nullable String queryArg;
    private final Set<String> allowed = new LinkedHashSet<>();

    TopicChoice(String topic, @Nullable String queryArg, @Nullable List<String> allowedTopics) {
        this.byDefault = List.of(topic);
        this.queryArg = queryArg;
        allowed.add(topic);
        if (allowedTopics != null) {
            allowed.addAll(allowedTopics);
        }
    }

    /**
     * A choice: nothing may be sent if anything is forbidden.
     *
     * @param topics each once, in the order of the request
     * @param forbidden names that are not allowed
     */
    record Chosen(List<String> topics, List<String> forbidden) {}

    /** Blanks around names, empty names and repeats do not count; no name at all means the default topic. */
    Chosen choose(QueryArgs args) {
        String named = queryArg == null
                ? null
                : args.first(queryArg).map(QueryArgs.Arg::value).orElse(null);
        if (named == null) {
            return new Chosen(byDefault, List.of());
        }
        Set<String> topics = new LinkedHashSet<>();
        for (String name : ByteText.ofArgument(named).split(",", -1)) {
            if (!name.isBlank()) {
                topics.add(name.strip());
            }
        }
        if (topics.isEmpty()) {
            return new Chosen(byDefault, List.of());
        }
        return new Chosen(
                List.copyOf(topics),
                topics.stream().filter(topic -> !allowed.contains(topic)).toList());
    }
}
