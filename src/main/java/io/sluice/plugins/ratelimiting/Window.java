package io.sluice.plugins.ratelimiting;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** A piece of the calendar, in UTC; from the shortest to the longest. */
enum Window {
    SECOND(ChronoUnit.SECONDS),
    MINUTE(ChronoUnit.MINUTES),
    HOUR(ChronoUnit.HOURS),
    DAY(ChronoUnit.DAYS),
    MONTH(ChronoUnit.MONTHS),
    YEAR(ChronoUnit.YEARS);

    private final ChronoUnit unit;

    Window(ChronoUnit unit) {
        this.unit = unit;
    }

    /** The beginning of the one that {@code now} lies in. */
    Instant start(Instant now) {
        ZonedDateTime day = now.truncatedTo(ChronoUnit.DAYS).atZone(ZoneOffset.UTC);
        return switch (this) {
            case SECOND, MINUTE, HOUR, DAY -> now.truncatedTo(unit);
            case MONTH -> day.withDayOfMonth(1).toInstant();
            case YEAR -> day.withDayOfYear(1).toInstant();
        };
    }

    /** Its end, by the true length of months and years. */
    Instant end(Instant start) {
        return start.atZone(ZoneOffset.UTC).plus(1, unit).toInstant();
    }

    /** {@code Minute}, as headers call it. */
    String label() {
        return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
}
