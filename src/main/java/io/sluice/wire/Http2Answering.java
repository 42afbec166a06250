package io.sluice.wire;

import io.sluice.http.Refusal;
import io.sluice.http.RequestHead;
import io.sluice.settings.ClientLimits;
import io.sluice.wire.http2.Stream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Answers the request of one stream, on a thread of its own. */
final class Http2Answering implements Runnable {

    private final Http2Connection connection;
    private final Stream stream;
    private final ServerContext context;
    private final RequestHead head;
    private final @Nullable Refusal refusal;
    private final int sequence;
    private final Seat.Ticket ticket;
    private @Nullable Http2Answer answer;

    private Http2Answering(
            Http2Connection connection,
            Stream stream,
            ServerContext context,
            RequestHead head,
            @Nullable Refusal refusal,
            int sequence,
            Seat.Ticket ticket) {
        this.ticket = ticket;
        this.connection = connection;
        this.stream = stream;
        this.context = context;
        this.head = head;
        this.refusal = refusal;
        this.sequence = sequence;
    }

    /** By a handler. {@code sequence} counts the requests of the connection. */
    static Http2Answering handled(
            Http2Connection connection,
            Stream stream,
            ServerContext context,
            RequestHead head,
            int sequence,
            Seat.Ticket ticket) {
        return new Http2Answering(connection, stream, context, head, null, sequence, ticket);
    }

    /** With an error, before any handler sees it. */
    static Http2Answering refused(
            Http2Connection connection,
            Stream stream,
            ServerContext context,
            Refusal refusal,
            int sequence,
            Seat.Ticket ticket) {
        return new Http2Answering(connection, stream, context, refusal.seen(), refusal, sequence, ticket);
    }

    @Override
    public void run() {
        ClientLimits limits = context.limits();
        Http2Body body = new Http2Body(head, stream, limits, this::sendContinue, ticket);
        Duration patience = limits.patience().sendGap();
        Http2Answer given = new Http2Answer(stream, context.date(), patience, head, body, ticket);
        answer = given;
        LiveRequest request = connection.request(LiveRequest.newId(), head, body, sequence);
        try {
            if (refusal != null) {
                connection.handler().refuse(request, refusal.status(), given);
                return;
            }
            connection.handler().run(request, given);
            if (given.isWhole()) {
                body.linger();
            }
        } finally {
            ticket.leave();
            connection.answered(stream, given.isWhole());
        }
    }

    private void sendContinue() {
        if (answer != null) {
            answer.sendContinue();
        }
    }
}
