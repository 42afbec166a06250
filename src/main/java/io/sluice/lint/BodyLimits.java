package io.sluice.lint;

/**
 * What the host lets into records.
 *
 * @param bytes the largest body of a request that may become a record
 * @param chosen whether somebody set that limit
 * @param compressed whether records are compressed, so that nobody knows before how large they are for a broker
 */
public record BodyLimits(long bytes, boolean chosen, boolean compressed) {

    /** Bytes of what is limited by an array alone. */
    public static final long ANY_SIZE = Integer.MAX_VALUE - 8L;

    /** Of a host that was told nothing. */
    public static final BodyLimits DEFAULT = new BodyLimits(1024 * 1024, false, false);
}
