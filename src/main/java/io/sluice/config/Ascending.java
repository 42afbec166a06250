package io.sluice.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The rule {@code ascending} between fields: numbers that must not fall in the order of their names.
 *
 * @param names those that are not there do not count
 * @param message with places for {@code {earlier}}, {@code {later}} and their {@code .value}
 */
record Ascending(List<String> names, String message) {

    /** What is wrong with the first two that fall; empty if none do. */
    Optional<String> failure(JsonNode instance) {
        for (int i = 0; i < names.size(); i++) {
            for (int j = i + 1; j < names.size(); j++) {
                JsonNode earlier = instance.path(names.get(i));
                JsonNode later = instance.path(names.get(j));
                if (earlier.isNumber() && later.isNumber() && later.doubleValue() < earlier.doubleValue()) {
                    return Optional.of(message.replace("{earlier}", names.get(i))
                            .replace("{later}", names.get(j))
                            .replace("{earlier.value}", shown(earlier))
                            .replace("{later.value}", shown(later)));
                }
            }
        }
        return Optional.empty();
    }

    /** Kong shows one decimal. */
    private static String shown(JsonNode number) {
        return String.format(Locale.ROOT, "%.1f", number.doubleValue());
    }
}
