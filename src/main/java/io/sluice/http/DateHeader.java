package io.sluice.http;

import static java.time.temporal.ChronoField.DAY_OF_MONTH;
import static java.time.temporal.ChronoField.DAY_OF_WEEK;
import static java.time.temporal.ChronoField.MONTH_OF_YEAR;
import static java.time.temporal.ChronoField.YEAR;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What Date says: the time as an IMF-fixdate (RFC 9110 5.6.7), {@code Tue, 01 Dec 2026 05:19:11 GMT}. Its day always has two
 * digits, which those of the JDK and of the web server have not. Names are written out here, since a locale's change with its data
 * ({@code Sept}). Written once a second. Safe for concurrent use.
 */
public final class DateHeader {

    private static final DateTimeFormatter FIXDATE = new DateTimeFormatterBuilder()
            .appendText(DAY_OF_WEEK, names(List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")))
            .appendLiteral(", ")
            .appendValue(DAY_OF_MONTH, 2)
            .appendLiteral(' ')
            .appendText(
                    MONTH_OF_YEAR,
                    names(List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")))
            .appendLiteral(' ')
            .appendValue(YEAR, 4)
            .appendPattern(" HH:mm:ss 'GMT'")
            .toFormatter(Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final InstantSource clock;
    private volatile Second last = new Second(Long.MIN_VALUE, "");

    private record Second(long epochSecond, String text) {}

    public DateHeader(InstantSource clock) {
        this.clock = clock;
    }

    /** The time now; a leap second or a clock that is set back is as the clock has it. */
    public String now() {
        Instant now = clock.instant();
        Second known = last;
        if (known.epochSecond != now.getEpochSecond()) {
            known = new Second(now.getEpochSecond(), FIXDATE.format(now));
            last = known;
        }
        return known.text;
    }

    private static Map<Long, String> names(List<String> inOrder) {
        Map<Long, String> byNumber = new HashMap<>();
        inOrder.forEach(name -> byNumber.put(byNumber.size() + 1L, name));
        return byNumber;
    }
}
