package io.sluice.wire.http2;

/** Why a stream or a connection ends (RFC 9113 7). */
public enum ErrorCode {
    NO_ERROR(0),
    PROTOCOL_ERROR(1),
    INTERNAL_ERROR(2),
    FLOW_CONTROL_ERROR(3),
    STREAM_CLOSED(5),
    FRAME_SIZE_ERROR(6),
    REFUSED_STREAM(7),
    CANCEL(8),
    COMPRESSION_ERROR(9),
    ENHANCE_YOUR_CALM(11);

    private final int code;

    ErrorCode(int code) {
        this.code = code;
    }

    /** As it is sent. */
    public int code() {
        return code;
    }
}
