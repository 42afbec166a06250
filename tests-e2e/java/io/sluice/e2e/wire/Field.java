package io.sluice.e2e.wire;

/** One header line as it came or shall go out: every byte a char, the value without the blanks around it. */
public record Field(String name, String value) {}
