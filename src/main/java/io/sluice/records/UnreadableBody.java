package io.sluice.records;

/** A body that is not what its Content-Type says. The message tells where it breaks and quotes nothing of it. */
final class UnreadableBody extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableBody(String message) {
        super(message);
    }
}
