package io.sluice.plugins.requesttransformer;

/** Something with named values that {@link Rules} change: headers, arguments, members, parts. */
interface Fields {

    boolean has(String name);

    /** All values of {@code name}, which is there, are gone. */
    void remove(String name);

    /** The values of {@code from}, which is there, move to another name and take the place of what is there. */
    void rename(String from, String to);

    /** {@code name} has this one value. */
    void set(String name, String value);

    /** {@code name} has this value behind those it had. */
    void append(String name, String value);
}
