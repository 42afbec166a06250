package io.sluice.settings;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as nginx writes them: {@code 60}, {@code 75s}, {@code 1m30s}, {@code 500ms}; a bare number is seconds. */
final class NginxTime {

    private static final Pattern WHOLE = Pattern.compile("(?:\\d{1,9}(?:ms|[smhdwMy])\\s*)*(?:\\d{1,9})?");
    private static final Pattern PART = Pattern.compile("(\\d+)(ms|[smhdwMy]|)");

    private NginxTime() {}

    static Optional<Duration> parse(String text) {
        if (text.isEmpty() || !WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        Duration sum = Duration.ZERO;
        Matcher parts = PART.matcher(text);
        while (parts.find()) {
            sum = sum.plus(unit(parts.group(2)).multipliedBy(Long.parseLong(parts.group(1))));
        }
        boolean fits = sum.compareTo(Duration.ofDays(100L * 365)) <= 0;
        return fits ? Optional.of(sum) : Optional.empty();
    }

    private static Duration unit(String letters) {
        return switch (letters) {
            case "ms" -> Duration.ofMillis(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            case "w" -> Duration.ofDays(7);
            case "M" -> Duration.ofDays(30);
            case "y" -> Duration.ofDays(365);
            default -> Duration.ofSeconds(1);
        };
    }
}
