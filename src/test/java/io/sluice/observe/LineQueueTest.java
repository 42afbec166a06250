package io.sluice.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LineQueueTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final CountDownLatch read = new CountDownLatch(1);
    private final CountDownLatch stuck = new CountDownLatch(1);

    /** A pipe that nobody reads at first. */
    private final OutputStream pipe = new OutputStream() {
        @Override
        public void write(int b) {
            throw new AssertionError("a line is written in one piece");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            stuck.countDown();
            try {
                read.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            written.write(bytes, offset, length);
        }
    };

    private static byte[] line(String text) {
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private String[] lines() {
        return written.toString(StandardCharsets.UTF_8).split("\n");
    }

    @Test
    void nobodyWaitsForAPipeThatNobodyReadsAndWhatIsLostIsTold() throws Exception {
        try (LineQueue queue = new LineQueue("test", pipe, 1000, dropped -> dropped + " dropped\n", _ -> {})) {
            queue.offer(line("first"));
            stuck.await();
            for (int i = 0; i < 1000; i++) {
                queue.offer(line("line " + i));
            }
            assertThat(queue.dropped()).isBetween(800L, 950L);
            long lost = queue.dropped();

            read.countDown();
            queue.flush();
            assertThat(lines()).hasSizeGreaterThan(50).contains("first", "line 0", "line 1");

            queue.offer(line("again"));
            queue.flush();
            assertThat(lines()).contains(lost + " dropped").endsWith("again");
        }
    }

    @Test
    void linesOfAnyLengthAreWholeAndInTheOrderOfEachThread() throws Exception {
        read.countDown();
        List<Thread> threads = new ArrayList<>();
        try (LineQueue queue = new LineQueue("test", pipe, 64 << 20, _ -> "", _ -> {})) {
            for (int t = 0; t < 4; t++) {
                String name = "ABCD".substring(t, t + 1);
                threads.add(Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < 300; i++) {
                        assertThat(queue.offer(line(name + i + "." + name.repeat(i * 397 % 100_000))))
                                .isTrue();
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(lines()).hasSize(1200);
        for (String name : List.of("A", "B", "C", "D")) {
            List<String> own = Collections.unmodifiableList(java.util.Arrays.stream(lines())
                    .filter(l -> l.startsWith(name))
                    .toList());
            for (int i = 0; i < 300; i++) {
                assertThat(own.get(i)).isEqualTo(name + i + "." + name.repeat(i * 397 % 100_000));
            }
        }
    }

    @Test
    void aSingleLineIsTakenHoweverLongAndAClosedQueueTakesNone() {
        read.countDown();
        LineQueue queue = new LineQueue("test", pipe, 10, _ -> "", _ -> {});
        assertThat(queue.offer(line("a".repeat(200_000)))).isTrue();
        queue.close();
        assertThat(lines()).containsExactly("a".repeat(200_000));
        assertThat(queue.offer(line("late"))).isFalse();
        assertThat(queue.dropped()).isOne();
    }

    @Test
    void aCloseDoesNotWaitForEver() throws Exception {
        LineQueue queue = new LineQueue("test", pipe, 10, _ -> "", _ -> {});
        queue.offer(line("a"));
        stuck.await();
        queue.close(); // the test's own limit is the condition
        assertThat(written.size()).isZero();
        read.countDown();
    }

    @Test
    void anOutputThatFailsIsToldAndTriedAgain() {
        AtomicInteger failures = new AtomicInteger();
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        try (LineQueue queue = new LineQueue("test", full, 1000, _ -> "", _ -> failures.incrementAndGet())) {
            queue.offer(line("a"));
            queue.flush();
            queue.offer(line("b"));
        }
        assertThat(failures).hasValue(2);
    }
}
