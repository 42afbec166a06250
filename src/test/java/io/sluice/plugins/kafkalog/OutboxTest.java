package io.sluice.plugins.kafkalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.produce.Delivery;
import io.sluice.api.produce.Producing;
import io.sluice.api.produce.RecordTemplate;
import io.sluice.api.produce.SendOutcome;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboxTest {

    private static final int MIB = 1024 * 1024;

    /** A producer that answers nobody until it is let go, as one does that waits for its cluster. */
    private static final class Waiting implements Producing {
        private final CountDownLatch go = new CountDownLatch(1);

        @Override
        public Delivery send(RecordTemplate message) {
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return new Delivery(Map.of("t", new SendOutcome.Buffered()));
        }

        @Override
        public void announce(Collection<String> topics) {}

        @Override
        public void close() {}
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nobodyWaitsForTheProducerAndRoomIsBounded(boolean async) {
        Waiting producing = new Waiting();
        AtomicInteger sent = new AtomicInteger();
        try (Outbox outbox = new Outbox(producing, async, _ -> sent.incrementAndGet())) {
            int taken = 0;
            while (taken < 100 && outbox.offer(record(MIB))) {
                taken++;
            }
            assertThat(taken).isBetween(16, 32);
            assertThat(outbox.offer(record(MIB))).isFalse();
            assertThat(sent).hasValue(0);

            producing.go.countDown();
            while (sent.get() < taken) {
                Thread.onSpinWait();
            }
            while (!outbox.offer(record(MIB))) {
                Thread.onSpinWait();
            }
        }
        assertThat(sent).hasValueGreaterThan(16);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWasTakenIsSentBeforeItCloses(boolean async) {
        Waiting producing = new Waiting();
        AtomicInteger sent = new AtomicInteger();
        try (Outbox outbox = new Outbox(producing, async, _ -> sent.incrementAndGet())) {
            for (int i = 0; i < 100; i++) {
                assertThat(outbox.offer(record(0))).isTrue();
            }
            producing.go.countDown();
        }
        assertThat(sent).hasValue(100);
    }

    private static RecordTemplate record(int size) {
        return new RecordTemplate(List.of("t"), null, new byte[size], List.of());
    }
}
