package io.sluice.server;

/** Why a request is answered before any handler sees it. The status is nginx's; 494 goes out as 400. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    Refusal(int status, String reason) {
        super(reason, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
