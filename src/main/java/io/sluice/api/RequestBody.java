package io.sluice.api;

import java.io.IOException;

/** The body of a request. Not safe for concurrent use. */
public interface RequestBody {

    /**
     * The whole body, read on the first call and kept; an empty array if there is none. Callers must not change the array.
     *
     * @param limit the most bytes to accept
     * @throws TooLarge if the body is longer than {@code limit}. What was read is kept: {@link #read} still gives all of it
     * @throws Broken if the body ends early, is malformed, or does not arrive in time. The request must then have no effect:
     *     let it pass through, the host closes the connection
     */
    byte[] bytes(long limit) throws TooLarge, Broken;

    /** Bytes of the body as announced; -1 if it comes in chunks, so that only its end will tell; 0 if there is none. */
    long length();

    /** Whether the client framed a body at all, be it an empty one. */
    boolean isFramed();

    /**
     * The next part of the body, for the one who passes it on without keeping it; starts with what {@link #bytes} has kept.
     *
     * @return how many bytes were read, at least 1; -1 at the end
     * @throws Broken as above
     */
    int read(byte[] target, int offset, int length) throws Broken;

    /** The body did not arrive whole. */
    final class Broken extends IOException {
        private static final long serialVersionUID = 1L;
        private final int status;

        /** It is malformed, or ends early: 400. */
        public Broken(String message) {
            this(message, 400);
        }

        /** {@code status} is what the client is answered; 499 if it has gone, and nothing is. */
        public Broken(String message, int status) {
            super(message);
            this.status = status;
        }

        public Broken(String message, Throwable cause) {
            super(message, cause);
            this.status = 400;
        }

        public int status() {
            return status;
        }
    }

    /** A body over a limit. */
    final class TooLarge extends Exception {
        private static final long serialVersionUID = 1L;
        private final long limit;

        public TooLarge(long limit) {
            super("request body is larger than " + limit + " bytes");
            this.limit = limit;
        }

        public long limit() {
            return limit;
        }
    }
}
