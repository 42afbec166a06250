package io.sluice.runtime;

import io.sluice.api.Log;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import jdk.management.VirtualThreadSchedulerMXBean;

/**
 * Interrupts a plugin's phase that does not return. Looks around many times per limit, so a phase may run little longer than allowed.
 * Safe for concurrent use.
 *
 * <p>A phase that computes without end cannot be stopped, and holds one of the few threads that carry all requests. With as many of them
 * as there are processors, nothing else would run. So where virtual threads wait for their turn while phases compute, carriers are added,
 * and taken back when that is over: such a phase hurts its own request, and others wait less than a tenth of a second.
 */
final class PhaseTimer implements AutoCloseable {

    private static final Log LOG = Log.of("runtime");
    private static final Duration LOOK = Duration.ofMillis(20);
    /** So long a phase may compute, and a virtual thread wait for its turn, before a carrier is added. */
    private static final long PATIENCE = Duration.ofMillis(40).toNanos();
    /** Carriers that are added on suspicion: an overload looks like it, and is not helped by more. */
    private static final int MOST_ADDED = 4 * Runtime.getRuntime().availableProcessors() + 16;

    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private final VirtualThreadSchedulerMXBean scheduler =
            ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
    private final long limitNanos;
    private final Thread watcher;
    /** When the newest virtual thread began that shows whether others get their turn, as nanoTime; 0 when it has had it. */
    private final AtomicLong beat = new AtomicLong();

    private int added;

    PhaseTimer(Duration limit) {
        this.limitNanos = limit.toNanos();
        this.watcher = Thread.ofPlatform().daemon().name("phase-timer").start(this::watch);
    }

    /** The calling thread enters a phase of that plugin; closing says that it has left. */
    Running start(String plugin) {
        Running phase = new Running(plugin, Thread.currentThread(), System.nanoTime());
        running.add(phase);
        return phase;
    }

    private void watch() {
        long pause = Math.min(LOOK.toNanos(), Math.max(1, limitNanos / 4));
        try {
            while (true) {
                Thread.sleep(Duration.ofNanos(pause));
                look(System.nanoTime());
            }
        } catch (InterruptedException e) {
            LOG.debug("no longer watching phases");
        } finally {
            carriers(-added);
        }
    }

    private void look(long now) {
        int computing = 0;
        for (Running phase : running) {
            phase.judge(now);
            computing += phase.isComputing(now) ? 1 : 0;
        }
        long begun = beat.get();
        if (computing == 0) {
            carriers(-added);
            added = 0;
        } else if (begun == 0) {
            beat.set(now);
            Thread.ofVirtual().name("beat").start(() -> beat.set(0));
        } else if (now - begun > PATIENCE && added < MOST_ADDED) {
            int more = Math.min(computing, MOST_ADDED - added);
            LOG.warn(
                    "phases compute without end, and others wait: carriers added",
                    "phases",
                    computing,
                    "carriers",
                    more);
            added += more;
            carriers(more);
        }
    }

    private synchronized void carriers(int more) {
        if (more != 0) {
            scheduler.setParallelism(Math.max(1, scheduler.getParallelism() + more));
        }
    }

    @Override
    public void close() {
        watcher.interrupt();
    }

    /** One phase of one plugin on one thread. Equal to itself alone. */
    final class Running implements AutoCloseable {
        private final String plugin;
        private final Thread thread;
        private final long since;
        private boolean over;
        private boolean interrupted;
        private boolean compensated;

        Running(String plugin, Thread thread, long since) {
            this.plugin = plugin;
            this.thread = thread;
            this.since = since;
        }

        /** Since some time, and not for something. One that waits for its turn looks the same. */
        private boolean isComputing(long now) {
            return now - since > PATIENCE && thread.getState() == Thread.State.RUNNABLE;
        }

        private synchronized void judge(long now) {
            if (over || now - since <= limitNanos) {
                return;
            }
            if (!interrupted) {
                interrupted = true;
                LOG.error(
                        "plugin does not return; interrupted",
                        "plugin",
                        plugin,
                        "milliseconds",
                        (now - since) / 1_000_000L);
                thread.interrupt();
            } else if (!compensated) {
                compensated = true;
                LOG.error("plugin does not react to an interrupt; its request is left to itself", "plugin", plugin);
                carriers(1);
            }
        }

        /** The interrupt, if it came, belongs to the phase and not to what follows. */
        @Override
        public synchronized void close() {
            running.remove(this);
            over = true;
            if (interrupted) {
                Thread.interrupted();
            }
            if (compensated) {
                carriers(-1);
            }
        }
    }
}
