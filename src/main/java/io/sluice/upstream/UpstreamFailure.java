package io.sluice.upstream;

/** There is no answer of the upstream to give; says what to give instead. */
public final class UpstreamFailure extends Exception {

    private static final long serialVersionUID = 1L;
    private final int status;
    private final boolean gatewayError;

    /**
     * Says what the client gets.
     *
     * @param gatewayError true for an error of the gateway's own, before proxying, in JSON unless asked otherwise; false for one of
     *     the HTTP layer, in plain text unless asked otherwise (router.md 8)
     */
    public UpstreamFailure(int status, String message, boolean gatewayError) {
        super(message);
        this.status = status;
        this.gatewayError = gatewayError;
    }

    public int status() {
        return status;
    }

    public boolean isGatewayError() {
        return gatewayError;
    }

    /** What the client reads. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
