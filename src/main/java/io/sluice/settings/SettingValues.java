package io.sluice.settings;

import io.sluice.problem.Place;
import io.sluice.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All settings as text, read as what they stand for. What cannot be read is a problem, and the default goes on in its place. */
final class SettingValues {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})([kKmMgG]?)");
    private static final Pattern WHOLE = Pattern.compile("\\d{1,9}");
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,9}(?:\\.\\d{1,9})?");
    /** The blocks of nginx's configuration that concern a request, the inner ones first: they win. */
    private static final List<String> BLOCKS = List.of("nginx_location_", "nginx_proxy_", "nginx_http_");

    private final Map<String, ConfFile.Entry> values;
    private final Set<String> hidden;
    private final List<Problem> problems = new ArrayList<>();

    /** The values of {@code hidden} keys are never shown. */
    SettingValues(Map<String, ConfFile.Entry> values, Set<String> hidden) {
        this.values = values;
        this.hidden = hidden;
    }

    List<Problem> problems() {
        return problems;
    }

    /** The key of nginx's directive: in the innermost block that has it, else Kong's own key of that name. */
    String directive(String name) {
        return Stream.concat(BLOCKS.stream().map(block -> block + name), Stream.of(name))
                .filter(values::containsKey)
                .findFirst()
                .orElse("nginx_http_" + name);
    }

    /** Whether it is set, if only to nothing. */
    boolean isSet(String key) {
        return values.containsKey(key);
    }

    /** Empty if it is not set, or set to nothing. */
    Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key)).map(ConfFile.Entry::value).filter(value -> !value.isEmpty());
    }

    /** What was set to nothing is nothing, and not the default. */
    String text(String key, String byDefault) {
        ConfFile.Entry entry = values.get(key);
        return entry == null ? byDefault : entry.value();
    }

    /** Elements between commas; empty ones do not count. */
    static List<String> list(String value) {
        return Arrays.stream(value.split(",", -1))
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .toList();
    }

    List<String> list(String key, String byDefault) {
        return list(text(key, byDefault));
    }

    String oneOf(String key, String byDefault, List<String> allowed) {
        String value = text(key, byDefault);
        if (!allowed.contains(value)) {
            bad(
                    key,
                    allowed.size() == 1
                            ? key + ": this version serves only '" + allowed.getFirst() + "'"
                            : key + " has an invalid value: '" + value + "' (" + String.join(", ", allowed) + ")");
        }
        return value;
    }

    /** Kong takes everything but {@code on} and {@code true} for no, without a word; here it is an error. */
    boolean flag(String key, boolean byDefault) {
        return switch (text(key, byDefault ? "on" : "off")) {
            case "on", "true" -> true;
            case "off", "false" -> false;
            case String _ -> {
                bad(key, key + " must be on or off");
                yield byDefault;
            }
        };
    }

    /** In bytes. */
    long size(String key, long byDefault) {
        String value = text(key, Long.toString(byDefault));
        Optional<Long> size = size(value);
        if (size.isEmpty()) {
            bad(key, "expected a size: bytes, or with k, m or g, like 10m");
        }
        return size.orElse(byDefault);
    }

    static Optional<Long> size(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            return Optional.empty();
        }
        int shift = switch (size.group(2).toLowerCase(Locale.ROOT)) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
        };
        long number = Long.parseLong(size.group(1));
        return number > Long.MAX_VALUE >> shift ? Optional.empty() : Optional.of(number << shift);
    }

    int between(String key, int byDefault, int least, int most) {
        String value = text(key, Integer.toString(byDefault));
        if (WHOLE.matcher(value).matches() && Integer.parseInt(value) >= least && Integer.parseInt(value) <= most) {
            return Integer.parseInt(value);
        }
        bad(key, "value must be an integer between " + least + " and " + most);
        return byDefault;
    }

    int notNegative(String key, int byDefault) {
        String value = text(key, Integer.toString(byDefault));
        if (WHOLE.matcher(value).matches()) {
            return Integer.parseInt(value);
        }
        bad(key, key + " must be 0 or greater");
        return byDefault;
    }

    /** A number of seconds, with fractions. */
    Duration seconds(String key, int byDefault) {
        String value = text(key, Integer.toString(byDefault));
        if (DECIMAL.matcher(value).matches()) {
            return Duration.ofMillis(Math.round(Double.parseDouble(value) * 1000));
        }
        bad(key, key + " must be 0 or greater");
        return Duration.ofSeconds(byDefault);
    }

    /** As nginx writes it; of several, the first counts. */
    Duration time(String key, Duration byDefault) {
        Optional<String> value = text(key);
        if (value.isEmpty()) {
            return byDefault;
        }
        Optional<Duration> time = NginxTime.parse(value.get().strip().split("\\s+", 2)[0]);
        if (time.isEmpty()) {
            bad(key, "expected a time: seconds, or with ms, s, m, h or d, like 75s");
        }
        return time.orElse(byDefault);
    }

    void bad(String key, String message) {
        bad(key, message, null);
    }

    void bad(String key, String message, @Nullable String hint) {
        ConfFile.Entry entry = values.get(key);
        String shown = hidden.contains(key) ? null : text(key, "");
        error("bad-setting", entry == null ? Place.of(key) : entry.place(), shown, message, hint);
    }

    /** Starts all the same. */
    void noEffect(String key, String message) {
        ConfFile.Entry entry = values.get(key);
        warn("no-effect", entry == null ? Place.of(key) : entry.place(), message, null);
    }

    void error(String code, Place place, @Nullable String value, String message, @Nullable String hint) {
        problems.add(new Problem(Problem.Severity.ERROR, code, place, "", value, message, hint));
    }

    void warn(String code, Place place, String message, @Nullable String hint) {
        problems.add(new Problem(Problem.Severity.WARNING, code, place, "", null, message, hint));
    }
}
