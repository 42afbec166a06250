package io.sluice.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Headers, arguments or parts as Kong shows them in JSON: a name that occurs once has its value, one that repeats a list of its
 * values. In the order in which the names first appear. For one thread.
 */
public final class ValuesByName {

    private final Map<String, Object> values = new LinkedHashMap<>();

    /** Header fields as text (decision D11), names in lower case; what is beyond the first {@code limit} fields is left out. */
    public static Map<String, Object> of(Headers headers, int limit) {
        ValuesByName byName = new ValuesByName();
        int[] seen = {0};
        headers.forEach((name, value) -> {
            if (seen[0]++ < limit) {
                byName.add(name.toLowerCase(Locale.ROOT), ByteText.ofHeader(value));
            }
        });
        return byName.toMap();
    }

    /** Arguments as text (decision D11); one without {@code =} is {@code true}. */
    public static Map<String, Object> of(QueryArgs args) {
        ValuesByName byName = new ValuesByName();
        for (QueryArgs.Arg arg : args.all()) {
            String value = arg.value();
            byName.add(ByteText.ofArgument(arg.name()), value == null ? true : ByteText.ofArgument(value));
        }
        return byName.toMap();
    }

    /**
     * One more value.
     *
     * @param value anything but a list
     */
    public void add(String name, Object value) {
        values.merge(name, value, ValuesByName::join);
    }

    private static Object join(Object before, Object value) {
        @SuppressWarnings("unchecked") // no value is a list, so it is one of ours
        List<Object> several = before instanceof List<?> ? (List<Object>) before : new ArrayList<>(List.of(before));
        several.add(value);
        return several;
    }

    /** Each name to a value, or to a list of at least two. */
    public Map<String, Object> toMap() {
        return values;
    }
}
