package io.sluice.server;

import io.sluice.api.Handler;
import io.sluice.api.Log;
import io.sluice.api.RequestBody;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/** Has a handler answer a request, and answers itself where the handler did not. */
final class HandlerCall {

    private static final Log LOG = Log.of("server");

    private final Handler handler;
    private final String errorType;

    HandlerCall(Handler handler, String errorType) {
        this.handler = handler;
        this.errorType = errorType;
    }

    /** What is not answered whole afterwards is to be cut. {@code tooLarge}: whether that is why a body broke off. */
    void run(LiveRequest request, Answer answer, BooleanSupplier tooLarge) {
        try {
            int status = 500;
            try {
                handler.handle(request, answer);
            } catch (RequestBody.Broken e) {
                LOG.debug("request broke off", "request_id", request.id(), "reason", e.getMessage());
                status = tooLarge.getAsBoolean() ? 413 : 400;
            } catch (RuntimeException e) {
                LOG.error("handler failed", e, "request_id", request.id());
            }
            if (!answer.isBegun()) {
                answer.refuse(status, request.headers(), errorType, request.id());
            }
        } catch (IOException e) {
            LOG.debug("client gone, or answer cut", "request_id", request.id(), "reason", e.getMessage());
        }
    }
}
