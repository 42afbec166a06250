package io.sluice.lint;

import io.sluice.api.produce.RecordLimits;

/**
 * The largest bodies whose records are within a limit, at the best: with nothing forwarded but the body, no key, and no character that
 * JSON escapes inside a text. In bytes.
 *
 * @param json an array or an object, which a record holds twice
 * @param text of the types that stay text
 * @param other of any other type, as base64
 */
record FittingBodies(long json, long text, long other) {

    static FittingBodies in(long recordLimit) {
        long value = RecordLimits.largestValue(recordLimit);
        return new FittingBodies(
                atLeastNone(value - "{'body':'','body_args':}".length()) / 2,
                atLeastNone(value - "{'body':'','body_args':{}}".length()),
                atLeastNone(value - "{'body':'','body_args':{},'body_base64':true}".length()) / 4 * 3);
    }

    private static long atLeastNone(long bytes) {
        return Math.max(0, bytes);
    }
}
