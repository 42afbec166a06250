package io.sluice.observe;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Lines on their way to an output, which may be a pipe that nobody reads or a disk that is slow: whoever has a line never waits. They are
 * written whole and in order, by a thread of their own; what does not fit meanwhile is dropped, counted, and said. Safe for concurrent
 * use.
 */
final class LineQueue implements Closeable {

    /** How long a close waits for an output that takes nothing. */
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    /** How long lines may come together before they are written. */
    private static final long GATHER = Duration.ofMillis(2).toNanos();

    /** Written at a time, in bytes, unless a single line is longer. */
    private static final int PIECE = 65_536;

    private final OutputStream out;
    private final long most;
    private final LongFunction<String> gap;
    private final Consumer<IOException> failure;
    private final Queue<byte[]> lines = new ConcurrentLinkedQueue<>();
    /** Bytes of lines that are not written yet, those being written included. */
    private final AtomicLong held = new AtomicLong();

    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer;
    private volatile boolean idle;
    private volatile boolean closing;

    /**
     * Starts the thread.
     *
     * @param most bytes that may wait; a line that finds nothing waiting is taken whatever its length
     * @param gap the line that tells of so many dropped ones, with its end; empty for none
     * @param failure is told of what the output throws, on the writing thread
     */
    LineQueue(String name, OutputStream out, long most, LongFunction<String> gap, Consumer<IOException> failure) {
        this.out = out;
        this.most = most;
        this.gap = gap;
        this.failure = failure;
        this.writer = Thread.ofPlatform().daemon().name(name).start(this::run);
    }

    /** Takes a line, its end included; false if there is no room for it. */
    boolean offer(byte[] line) {
        long before = held.getAndAdd(line.length);
        if (closing || (before > 0 && before + line.length > most)) {
            held.addAndGet(-line.length);
            dropped.incrementAndGet();
            return false;
        }
        lines.add(line);
        if (idle) {
            LockSupport.unpark(writer);
        }
        return true;
    }

    /** Lines that nobody will see. */
    long dropped() {
        return dropped.get();
    }

    private void run() {
        byte[] piece = new byte[PIECE];
        long said = 0;
        while (true) {
            int length = 0;
            byte[] line = lines.poll();
            while (line != null && length + line.length <= piece.length) {
                System.arraycopy(line, 0, piece, length, line.length);
                length += line.length;
                line = lines.poll();
            }
            write(piece, length);
            if (line != null) {
                write(line, line.length);
            } else if (length == 0) {
                said = tell(said);
                await();
            }
        }
    }

    private void write(byte[] bytes, int length) {
        if (length == 0) {
            return;
        }
        try {
            out.write(bytes, 0, length);
        } catch (IOException e) {
            failure.accept(e);
        } finally {
            held.addAndGet(-length);
        }
    }

    /** Once the output takes lines again. */
    private long tell(long said) {
        long now = dropped.get();
        String line = now == said ? "" : gap.apply(now - said);
        if (!line.isEmpty()) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            held.addAndGet(bytes.length);
            write(bytes, bytes.length);
        }
        return now;
    }

    private void await() {
        idle = true;
        if (lines.isEmpty()) {
            LockSupport.park(this);
        }
        idle = false;
        if (!closing) {
            LockSupport.parkNanos(this, GATHER); // one who wakes for each line costs more than the lines
        }
    }

    /** Waits until all is written that was taken before, but not longer than a second. */
    void flush() {
        long until = System.nanoTime() + GOODBYE.toNanos();
        while (held.get() > 0 && until - System.nanoTime() > 0) {
            LockSupport.unpark(writer);
            LockSupport.parkNanos(this, Duration.ofMillis(1).toNanos());
        }
    }

    /** The same, and takes nothing more. The output stays open. */
    @Override
    public void close() {
        closing = true;
        flush();
    }
}
