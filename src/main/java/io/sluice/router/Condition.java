package io.sluice.router;

import java.util.Locale;

/** The categories of conditions a route may have (router.md 2), in Kong's order of weight. */
public enum Condition {
    HOSTS(0x40),
    HEADERS(0x20),
    PATHS(0x10),
    METHODS(0x08),
    SNIS(0x04),
    SOURCES(0x02),
    DESTINATIONS(0x01);

    private final int bit;

    Condition(int bit) {
        this.bit = bit;
    }

    int bit() {
        return bit;
    }

    /** The name of the route's field. */
    public String field() {
        return name().toLowerCase(Locale.ROOT);
    }
}
