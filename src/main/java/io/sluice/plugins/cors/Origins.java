package io.sluice.plugins.cors;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The configured origins. */
sealed interface Origins {

    /**
     * What is said of an origin.
     *
     * @param allowed for Access-Control-Allow-Origin; empty for no such header
     * @param varies whether that depends on the request
     * @param any whether all origins are allowed
     */
    record Verdict(Optional<String> allowed, boolean varies, boolean any) {}

    /** {@code origin} is the request's, if it has one. */
    Verdict judge(Optional<String> origin);

    static Origins of(@Nullable List<String> entries) {
        if (entries == null || entries.isEmpty() || entries.equals(List.of("*"))) {
            return new All();
        }
        if (entries.size() == 1 && OriginRule.isPlain(entries.getFirst())) {
            return new One(entries.getFirst());
        }
        return new Several(
                entries.contains("*"),
                entries.stream()
                        .filter(entry -> !entry.equals("*"))
                        .map(OriginRule::of)
                        .toList());
    }

    /** Everybody. */
    record All() implements Origins {
        @Override
        public Verdict judge(Optional<String> origin) {
            return new Verdict(Optional.of("*"), false, true);
        }
    }

    /** One plain origin is told whoever asks: the browser compares. */
    record One(String only) implements Origins {
        @Override
        public Verdict judge(Optional<String> origin) {
            return new Verdict(Optional.of(only), true, false);
        }
    }

    /** A list; {@code any} if everybody is among them. */
    record Several(boolean any, List<OriginRule> rules) implements Origins {
        @Override
        public Verdict judge(Optional<String> origin) {
            if (any && origin.isPresent()) {
                return new Verdict(Optional.of("*"), true, true);
            }
            Optional<String> allowed = origin.map(Origin::of)
                    .filter(known -> rules.stream().anyMatch(rule -> rule.matches(known)))
                    .map(Origin::text);
            return new Verdict(allowed, true, false);
        }
    }
}
