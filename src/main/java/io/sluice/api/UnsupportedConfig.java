package io.sluice.api;

import java.util.List;

/** A valid configuration that asks for what this version of a plugin cannot do. Starting is refused: never ignored. */
public final class UnsupportedConfig extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * One field that cannot be honoured.
     *
     * @param pointer JSON pointer inside {@code config}, {@code /security/ssl}
     * @param reason a sentence for the user, without any value of a secret
     */
    public record Field(String pointer, String reason) {}

    private final transient List<Field> fields;

    public UnsupportedConfig(List<Field> fields) {
        super("unsupported: " + fields.stream().map(Field::pointer).toList());
        this.fields = List.copyOf(fields);
    }

    /** Throws if there are any. */
    public static void throwIfAny(List<Field> fields) throws UnsupportedConfig {
        if (!fields.isEmpty()) {
            throw new UnsupportedConfig(fields);
        }
    }

    public List<Field> fields() {
        return fields;
    }
}
