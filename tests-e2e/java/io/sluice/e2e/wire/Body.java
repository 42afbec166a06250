package io.sluice.e2e.wire;

/**
 * How a body ended.
 *
 * @param length its bytes, without framing
 * @param trailers the fields after the last chunk
 * @param fault null if it came whole and well framed
 */
public record Body(long length, Fields trailers, String fault) {

    public static final Body NONE = new Body(0, Fields.NONE, null);

    public boolean whole() {
        return fault == null;
    }
}
