package io.sluice.wire.http2;

/**
 * A name and a value as they were sent, or are to be: characters are bytes (ISO-8859-1).
 *
 * @param name lower case; of a pseudo-header with its colon
 */
public record HeaderField(String name, String value) {

    /** As RFC 9113 6.5.2 counts it for SETTINGS_MAX_HEADER_LIST_SIZE. */
    int size() {
        return name.length() + value.length() + 32;
    }
}
