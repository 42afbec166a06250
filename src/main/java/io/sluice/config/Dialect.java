package io.sluice.config;

/** By whose rules a declarative file is judged (decision C1). */
public enum Dialect {

    /** What Kong, in any of its editions, or decK reads. */
    ANY,

    /** What {@code kong config parse} of Kong's open-source edition reads, with the plugins of that edition. */
    KONG,

    /** What {@code deck file validate} reads: the shape of a file, its references and what is unique in it. */
    DECK
}
