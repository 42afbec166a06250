package io.sluice.testing;

import io.sluice.api.Headers;
import io.sluice.api.ResponseHead;

/** The head of an answer, for header filters that leave the status as it is. */
public record FakeHead(int status, Headers headers) implements ResponseHead {

    @Override
    public void status(int changed) {
        throw new UnsupportedOperationException("the status stays");
    }
}
