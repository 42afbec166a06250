package io.sluice.plugins.keyauth;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one place of a request holds under the name of a key.
 *
 * @param key of a {@link Kind#TEXT}, bytes as ISO-8859-1 characters; else empty
 */
record Found(Kind kind, String key) {

    /** What counts of it. */
    enum Kind {
        /** The next place is asked. */
        NOTHING,
        /** Neither a text nor a list, such as a number or an argument without {@code =}: the next name is tried. */
        VALUE,
        /** Several values, be they equal: refused. */
        LIST,
        /** A key, perhaps an empty one. */
        TEXT
    }

    static final Found NOTHING = new Found(Kind.NOTHING, "");
    static final Found VALUE = new Found(Kind.VALUE, "");
    static final Found LIST = new Found(Kind.LIST, "");

    static Found text(String key) {
        return new Found(Kind.TEXT, key);
    }

    /** Of headers, arguments, fields; null is an argument without {@code =}. */
    static Found of(List<? extends @Nullable String> values) {
        if (values.size() != 1) {
            return values.isEmpty() ? NOTHING : LIST;
        }
        String only = values.getFirst();
        return only == null ? VALUE : text(only);
    }

    boolean is(Kind other) {
        return kind == other;
    }

    /** A key is a secret. */
    @Override
    public String toString() {
        return "Found[" + kind + "]";
    }
}
