package io.sluice.runtime;

import io.sluice.api.Headers;
import io.sluice.api.ResponseHead;

/** The head of an answer while plugins may change it. */
final class Head implements ResponseHead {

    int status;
    final Headers headers;

    Head(int status, Headers headers) {
        this.status = status;
        this.headers = headers;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public void status(int changed) {
        status = changed;
    }

    @Override
    public Headers headers() {
        return headers;
    }
}
