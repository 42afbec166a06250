package io.sluice.wire;

import io.sluice.api.Handler;
import io.sluice.api.Log;
import io.sluice.api.Reply;
import io.sluice.api.RequestBody;
import io.sluice.api.StandardReplies;
import io.sluice.api.Version;
import java.io.IOException;

/** Has a handler answer a request, and answers itself where the handler did not. */
final class HandlerCall {

    private static final Log LOG = Log.of("server");

    /** What nginx records of a client that has gone: it is answered nothing. */
    private static final int GONE = 499;

    private final Handler handler;
    private final String errorType;

    HandlerCall(Handler handler, String errorType) {
        this.handler = handler;
        this.errorType = errorType;
    }

    /** What is not answered whole afterwards is to be cut. */
    void run(LiveRequest request, Answer answer) {
        attempt(request, () -> {
            int status = 500;
            try {
                handler.handle(request, answer);
            } catch (RequestBody.Broken e) {
                LOG.debug("request broke off", "request_id", request.id(), "reason", e.getMessage());
                status = e.status();
            } catch (RuntimeException e) {
                LOG.error("handler failed", e, "request_id", request.id());
            }
            if (!answer.isBegun() && status != GONE) {
                Reply reply = StandardReplies.refusal(status, request.headers(), errorType, request.id());
                answer.respond(reply.status(), reply.headers(), reply.body());
            }
        });
    }

    /** Of a request that is refused before it can be handled; 501 and 505 nginx does not leave to Kong. */
    void refuse(LiveRequest request, int status, Answer answer) {
        Reply reply = switch (status) {
            case 501 -> Page.of(status, "This transfer coding is not spoken here.");
            case 505 -> Page.of(status, "This version of HTTP is not spoken here.");
            default -> StandardReplies.refusal(status, request.headers(), errorType, request.id());
        };
        reply.headers().set("Server", Version.PRODUCT).set("X-Kong-Request-Id", request.id());
        attempt(request, () -> handler.refuse(request, reply, answer));
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private static void attempt(LiveRequest request, Attempt attempt) {
        try {
            attempt.run();
        } catch (IOException e) {
            LOG.debug("client gone, or answer cut", "request_id", request.id(), "reason", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("handler failed", e, "request_id", request.id());
        }
    }
}
