package io.sluice.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class NamesTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final CountDownLatch answers = new CountDownLatch(1);
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicInteger mostBusy = new AtomicInteger();
    private final Names names = new Names(this::resolve);

    @AfterEach
    void close() {
        answers.countDown();
        names.close();
    }

    /** Names under dead.test wait for the end of the test. */
    private InetAddress[] resolve(String host) throws UnknownHostException {
        asked.computeIfAbsent(host, _ -> new AtomicInteger()).incrementAndGet();
        if (host.endsWith("dead.test")) {
            mostBusy.accumulateAndGet(busy.incrementAndGet(), Math::max);
            try {
                answers.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            busy.decrementAndGet();
            throw new UnknownHostException(host);
        }
        if (host.startsWith("none.")) {
            throw new UnknownHostException(host);
        }
        return new InetAddress[] {
            InetAddress.getByAddress(host, new byte[16]), InetAddress.getByAddress(host, new byte[] {10, 0, 0, 1})
        };
    }

    @Test
    void aZoneThatDoesNotAnswerHoldsUpNoOther() throws Exception {
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String host = "n" + i + ".dead.test";
            waiting.add(Thread.ofVirtual()
                    .start(() ->
                            assertThatThrownBy(() -> names.find(host, LONG)).isInstanceOf(UnknownHostException.class)));
        }
        while (busy.get() < 4) {
            Thread.onSpinWait();
        }
        assertThat(names.find("10.1.2.3", Duration.ofMillis(1))).containsExactly(InetAddress.ofLiteral("10.1.2.3"));
        assertThat(names.find("well.test.example", LONG)).hasSize(1);
        assertThat(mostBusy).hasValueLessThanOrEqualTo(4);
        answers.countDown();
        for (Thread thread : waiting) {
            thread.join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "fe80::1", "2001:db8::a"})
    void addressesAreAskedNobody(String literal) throws Exception {
        assertThat(names.find(literal, Duration.ZERO)).containsExactly(InetAddress.ofLiteral(literal));
        assertThat(asked).isEmpty();
    }

    @Test
    void whoeverAsksWaitsNoLongerThanItWantsTo() {
        assertThatThrownBy(() -> names.find("a.dead.test", Duration.ofMillis(20)))
                .isInstanceOf(UnknownHostException.class); // the class's own limit is the condition
    }

    @Test
    void ofManyWhoAskForANameOneAsks() throws Exception {
        List<Thread> asking = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            asking.add(Thread.ofVirtual()
                    .start(() -> assertThatThrownBy(() -> names.find("one.dead.test", LONG))
                            .isInstanceOf(UnknownHostException.class)));
        }
        while (busy.get() < 1) {
            Thread.onSpinWait();
        }
        assertThatThrownBy(() -> names.find("ONE.dead.test", Duration.ofMillis(1)))
                .isInstanceOf(UnknownHostException.class);
        answers.countDown();
        for (Thread thread : asking) {
            thread.join();
        }
        assertThat(asked.values().stream().mapToInt(AtomicInteger::get).sum()).isOne();
    }

    @Test
    void ipv4GoesFirstAndWhatWasFoundOrNotIsKeptForAMoment() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(names.find("host.example", LONG)).hasSize(1);
            assertThatThrownBy(() -> names.find("none.example", LONG)).isInstanceOf(UnknownHostException.class);
        }
        assertThat(asked.get("host.example")).hasValue(1);
        assertThat(asked.get("none.example")).hasValue(1);
    }
}
