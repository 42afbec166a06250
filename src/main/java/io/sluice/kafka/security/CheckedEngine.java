package io.sluice.kafka.security;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/**
 * Looks at the length of every frame before the Kafka client does, which would take as much memory as it says. A connection whose
 * peer cannot be a broker ends as one that was refused.
 */
final class CheckedEngine extends ForwardingEngine {

    /** An answer begins with the number of its request. */
    private static final int SHORTEST = 4;

    private final ReceiveMemory memory;
    private final Consumer<Denied> found;
    private final FrameLengths received = new FrameLengths(this::check);
    private boolean answered;
    private int taken;

    /** {@code found} hears who answers in place of a broker. */
    CheckedEngine(SSLEngine engine, ReceiveMemory memory, Consumer<Denied> found) {
        super(engine);
        this.memory = memory;
        this.found = found;
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer from, ByteBuffer[] to, int offset, int length) throws SSLException {
        if (length != 1) {
            throw new UnsupportedOperationException("the Kafka client reads into one buffer");
        }
        ByteBuffer into = to[offset];
        int start = into.position();
        SSLEngineResult result = super.unwrap(from, to, offset, length);
        received.pass(into, start, into.position() - start);
        if (received.isBetween()) {
            giveBack();
        }
        return result;
    }

    private void check(int length) {
        giveBack();
        int most = answered ? memory.largest() : ReceiveMemory.FIRST;
        if (length < SHORTEST || length > most) {
            throw refuse(Strangers.named(getPeerHost() + ":" + getPeerPort(), length));
        }
        answered = true;
        if (length > ReceiveMemory.FIRST) {
            if (!memory.take(length)) {
                throw refuse(Strangers.tooMany(getPeerHost() + ":" + getPeerPort(), length));
            }
            taken = length;
        }
    }

    private NotKafkaException refuse(Denied who) {
        found.accept(who);
        return new NotKafkaException(who.reason());
    }

    private void giveBack() {
        memory.give(taken);
        taken = 0;
    }

    @Override
    public void closeInbound() throws SSLException {
        giveBack();
        super.closeInbound();
    }
}
