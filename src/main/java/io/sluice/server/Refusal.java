package io.sluice.server;

import io.sluice.api.Headers;

/** Why a request is answered before any handler sees it. The status is nginx's; 494 goes out as 400. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private transient Headers seen = new Headers();

    Refusal(int status, String reason) {
        super(reason, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }

    /** The headers that were understood before it: they may say what form the answer should have. */
    Headers seen() {
        return seen;
    }

    Refusal after(Headers headers) {
        seen = headers;
        return this;
    }
}
