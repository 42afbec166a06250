package io.sluice.e2e.vectors;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Cases that count in a calendar's windows must not begin where their window ends. */
final class Window {

    /** Longer than any case takes. */
    private static final Duration CASE = Duration.ofSeconds(20);

    private static final Map<String, Predicate<Instant>> BY_WORDS =
            Map.of("not in the last hour of the year's 365 days", now -> {
                Instant newYear = now.atZone(ZoneOffset.UTC)
                        .truncatedTo(ChronoUnit.DAYS)
                        .withDayOfYear(1)
                        .toInstant();
                Instant end = newYear.plus(Duration.ofDays(365));
                return now.isAfter(end.minus(Duration.ofHours(1)).minus(CASE)) && now.isBefore(end);
            });

    private Window() {}

    /** Why a case must not be run now; empty if it may. */
    static Optional<String> closed(JsonNode vector, Instant now) {
        String words = vector.path("window").asString("");
        if (!words.isEmpty()) {
            if (!BY_WORDS.containsKey(words)) {
                throw new AssertionError("the harness knows no window '" + words + "'");
            }
            return BY_WORDS.get(words).test(now) ? Optional.of(words) : Optional.empty();
        }
        ZonedDateTime soon = now.plus(CASE).atZone(ZoneOffset.UTC);
        boolean otherDay = soon.getDayOfYear() != now.atZone(ZoneOffset.UTC).getDayOfYear();
        boolean countsDays = vector.get("config").findValues("config").stream().anyMatch(config -> config.has("day"));
        return otherDay && countsDays ? Optional.of("a day limit, shortly before midnight UTC") : Optional.empty();
    }
}
