package io.sluice.wire.http2;

/** Where the bytes of a connection come from. */
@FunctionalInterface
public interface ByteSource {

    /** Reads exactly {@code length} bytes to the beginning of {@code target}; false if the connection ends before. */
    boolean fill(byte[] target, int length);
}
