package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jdk.management.VirtualThreadSchedulerMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Phases that use a processor without end, as many as there are and twice that. */
@Timeout(60)
class RunawayPhaseTest {

    private static final VirtualThreadSchedulerMXBean SCHEDULER =
            ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);

    private volatile boolean over;

    private final class Runaway implements Runnable {
        private final PhaseTimer timer;
        private final CountDownLatch begun;

        Runaway(PhaseTimer timer, CountDownLatch begun) {
            this.timer = timer;
            this.begun = begun;
        }

        @Override
        public void run() {
            try (PhaseTimer.Running _ = timer.start("runaway")) {
                begun.countDown();
                while (!over) {
                    Thread.onSpinWait(); // and minds no interrupt
                }
            }
        }
    }

    @Test
    void othersRunAllTheSame() throws Exception {
        int before = SCHEDULER.getParallelism();
        try (PhaseTimer timer = new PhaseTimer(Duration.ofMinutes(5))) {
            for (int round = 1; round <= 2; round++) {
                int count = round * Runtime.getRuntime().availableProcessors();
                CountDownLatch begun = new CountDownLatch(count);
                List<Thread> runaways = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    runaways.add(Thread.ofVirtual().start(new Runaway(timer, begun)));
                }
                assertThat(begun.await(20, TimeUnit.SECONDS))
                        .as("all of them run")
                        .isTrue();
                for (int i = 0; i < 100; i++) {
                    CountDownLatch other = new CountDownLatch(1);
                    Thread.ofVirtual().start(other::countDown);
                    assertThat(other.await(10, TimeUnit.SECONDS))
                            .as("others run")
                            .isTrue();
                }
                over = true;
                for (Thread runaway : runaways) {
                    runaway.join();
                }
                over = false;
            }
            while (SCHEDULER.getParallelism() != before) { // the test's own limit is that of the wait
                Thread.onSpinWait();
            }
        }
    }
}
