package io.sluice.plugins.requesttransformer;

/** A template holds what is not an expression, or none that is supported. The message says where, in characters from 1. */
final class NotSupported extends Exception {

    private static final long serialVersionUID = 1L;

    /** {@code at} counts from 0. */
    NotSupported(int at, String reason) {
        super("character " + (at + 1) + ": " + reason);
    }
}
