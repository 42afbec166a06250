package io.sluice.lint;

/**
 * What the host lets into records.
 *
 * @param bytes the largest body of a request that may become a record
 * @param chosen whether somebody set that limit: it is not the default
 * @param compressed whether records are compressed, so that nobody knows before how large they are for a broker
 */
public record BodyLimits(long bytes, boolean chosen, boolean compressed) {

    /** Of a host that was told nothing. */
    public static final BodyLimits DEFAULT = new BodyLimits(1024 * 1024, false, false);
}
