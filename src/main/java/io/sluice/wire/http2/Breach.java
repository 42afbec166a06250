package io.sluice.wire.http2;

/** What a client may not do. It ends a stream, or, where the stream is 0, the connection. */
public final class Breach extends Exception {

    private static final long serialVersionUID = 1L;

    private final int stream;
    private final ErrorCode code;

    private Breach(int stream, ErrorCode code, String reason) {
        super(reason, null, false, false);
        this.stream = stream;
        this.code = code;
    }

    static Breach ofConnection(ErrorCode code, String reason) {
        return new Breach(0, code, reason);
    }

    /** {@code stream} 0 stands for the connection. */
    public static Breach of(int stream, ErrorCode code, String reason) {
        return new Breach(stream, code, reason);
    }

    /** Of a request that is not one (RFC 9113 8.1.1). */
    public static Breach malformed(int stream, String reason) {
        return new Breach(stream, ErrorCode.PROTOCOL_ERROR, reason);
    }

    int stream() {
        return stream;
    }

    public ErrorCode code() {
        return code;
    }
}
