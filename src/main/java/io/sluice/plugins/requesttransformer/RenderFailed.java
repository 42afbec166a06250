package io.sluice.plugins.requesttransformer;

/** A template asks for what the request at hand does not have. The message holds nothing of the request. */
final class RenderFailed extends Exception {

    private static final long serialVersionUID = 1L;

    RenderFailed(String message) {
        super(message);
    }
}
