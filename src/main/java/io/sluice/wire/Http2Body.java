package io.sluice.wire;

import io.sluice.http.RequestHead;
import io.sluice.settings.ClientLimits;
import io.sluice.wire.http2.Stream;
import java.time.Duration;

/** The body of a request in HTTP/2. */
final class Http2Body extends KeptBody {

    private static final long MOST_SKIPPED = 1 << 20;
    private static final Duration LINGER = Duration.ofMillis(500);

    private final Stream stream;
    private final ClientLimits limits;
    private final Runnable sendContinue;
    private boolean waits;
    private boolean ended;
    private long taken;

    /** {@code sendContinue} is run if the client waits to be asked for the body, when it is. */
    Http2Body(RequestHead head, Stream stream, ClientLimits limits, Runnable sendContinue, Memory memory) {
        super(head, memory);
        this.stream = stream;
        this.limits = limits;
        this.sendContinue = sendContinue;
        this.waits = head.expectsContinue();
        this.ended = head.bodyLength() == 0 && stream.isEnded();
    }

    @Override
    int next(byte[] target, int offset, int length) throws Broken {
        if (ended) {
            return -1;
        }
        if (broken) {
            throw new Broken("the body has broken off");
        }
        if (waits) {
            waits = false;
            sendContinue.run();
        }
        broken = true; // unless what follows goes well
        int count = stream.read(target, offset, length, limits.patience().bodyGap());
        taken += Math.max(0, count);
        if (isTooLarge()) {
            throw new Broken("the body is larger than the listener allows", 413);
        }
        ended = count < 0;
        broken = false;
        return count;
    }

    /**
     * Reads over what nobody asked for, for a moment: there are clients that do not look at an answer before they have sent all, and
     * take the end of a stream for an error until then.
     */
    void linger() {
        long until = ConnectionInput.deadline(LINGER);
        byte[] waste = new byte[8192];
        long skipped = 0;
        try {
            while (!ended && !waits && skipped < MOST_SKIPPED && until - System.nanoTime() > 0) {
                int count = stream.read(waste, 0, waste.length, Duration.ofNanos(until - System.nanoTime()));
                ended = count < 0;
                skipped += count;
            }
        } catch (Broken _) {
            // it does not come in time, or the client has gone
        }
    }

    @Override
    boolean isEnded() {
        return ended;
    }

    /** Whether more came than the listener allows; only a body of unknown length can get that far. */
    private boolean isTooLarge() {
        return limits.body() > 0 && taken > limits.body();
    }

    @Override
    long taken() {
        return taken;
    }
}
