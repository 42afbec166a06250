package io.sluice.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A value that never prints. The only way a password travels. */
public final class Secret {

    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /** The value itself: ask for it at the last moment, and keep it out of messages. */
    public String reveal() {
        return value;
    }

    /** In constant time for equal lengths. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8), that.value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "****";
    }
}
