package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Counters.Limit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("clock")
class MemoryCountersTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final Instant LATER = NOW.plus(Duration.ofHours(1));

    private final MemoryCounters counters = new MemoryCounters(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void allOfAGroupAreCountedOrNone() {
        List<Limit> limits = List.of(new Limit("minute", 1, LATER), new Limit("hour", 5, LATER));

        assertThat(counters.addWithin("a", limits)).containsExactly(0L, 0L);
        assertThat(counters.addWithin("a", limits)).containsExactly(1L, 1L);
        assertThat(counters.peek("a", limits)).containsExactly(1L, 1L);
        assertThat(counters.peek("b", limits)).containsExactly(0L, 0L);
    }

    @Test
    void aFractionLetsOneMoreThrough() {
        Limit limit = new Limit("minute", 1.5, LATER);

        assertThat(counters.addWithin("a", List.of(limit))).containsExactly(0L);
        assertThat(counters.addWithin("a", List.of(limit))).containsExactly(1L);
        assertThat(counters.addWithin("a", List.of(limit))).containsExactly(2L);
        assertThat(counters.peek("a", List.of(limit))).containsExactly(2L);
    }

    @Test
    void whatHasEndedIsForgotten() {
        Limit ended = new Limit("second", 5, NOW);
        counters.addWithin("a", List.of(ended));

        assertThat(counters.peek("a", List.of(ended))).containsExactly(0L);
    }

    @Test
    void requestsAtOnceCannotPassALimitTogether() throws InterruptedException {
        Limit limit = new Limit("minute", 100, LATER);
        AtomicInteger passed = new AtomicInteger();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            clients.add(Thread.ofVirtual().start(() -> {
                if (counters.addWithin("a", List.of(limit)).getFirst() < 100) {
                    passed.incrementAndGet();
                }
            }));
        }
        for (Thread client : clients) {
            client.join();
        }

        assertThat(passed).hasValue(100);
    }

    @Test
    void groupsThatClientsMakeUpDoNotFillTheMemory() {
        Limit limit = new Limit("year", 10, LATER);
        for (int i = 0; i < 250_000; i++) {
            counters.addWithin("made-up-" + i, List.of(limit));
        }

        assertThat(counters.size()).isLessThanOrEqualTo(100_000);
    }
}
