package io.sluice.e2e.vectors;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Starts what the coming tests need while the present one runs; each test takes its own, by its place in the list. */
final class Ahead<T extends Closeable> {

    /** As many as start beside the one that is asked for. */
    private static final int AHEAD = 2;

    private final List<FutureTask<T>> tasks = new ArrayList<>();
    private final BitSet begun = new BitSet();

    Ahead(List<Callable<T>> starts) {
        starts.forEach(start -> tasks.add(new FutureTask<>(start)));
    }

    /** Waits until it has started; throws what its start threw. The taker closes it. */
    T take(int place) throws Exception {
        for (int i = place; i <= Math.min(place + AHEAD, tasks.size() - 1); i++) {
            if (!begun.get(i)) {
                begun.set(i);
                Thread.ofPlatform().daemon().start(tasks.get(i)); // a start may initialise classes, and that pins
            }
        }
        try {
            return tasks.get(place).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** Closes whatever was begun, taken or not: closing twice has to be harmless. */
    void closeAll() throws InterruptedException, IOException {
        for (int i = begun.nextSetBit(0); i >= 0; i = begun.nextSetBit(i + 1)) {
            try {
                tasks.get(i).get().close();
            } catch (ExecutionException _) {
                // it never started
            }
        }
    }
}
