package io.sluice.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TimeKeeperTest {

    @Test
    void aLookThatThrowsStopsNoOther() throws Exception {
        try (TimeKeeper time = new TimeKeeper()) {
            CountDownLatch looks = new CountDownLatch(5);
            time.add(_ -> {
                throw new IllegalStateException("broken");
            });
            time.add(_ -> looks.countDown());
            assertThat(looks.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void anEndThatTakesItsTimeHoldsUpNoOther() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (TimeKeeper time = new TimeKeeper()) {
            time.enter(System.nanoTime(), () -> {
                try {
                    never.await();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            });
            CountDownLatch closed = new CountDownLatch(3);
            for (int i = 0; i < 3; i++) {
                time.enter(System.nanoTime(), closed::countDown);
            }
            assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            never.countDown();
        }
    }

    @Test
    void whatEndsInTimeIsNotClosedAndWhatDoesNotIsToldSo() throws Exception {
        try (TimeKeeper time = new TimeKeeper()) {
            AtomicBoolean closed = new AtomicBoolean();
            TimeKeeper.Wait inTime = time.enter(System.nanoTime() + TimeUnit.HOURS.toNanos(1), () -> closed.set(true));
            CountDownLatch late = new CountDownLatch(1);
            TimeKeeper.Wait tooLate = time.enter(System.nanoTime(), late::countDown);
            assertThat(late.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(time.leave(tooLate)).isTrue();
            assertThat(time.leave(inTime)).isFalse();
            assertThat(closed).isFalse();
        }
    }
}
