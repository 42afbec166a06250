package io.sluice.runtime;

import io.sluice.api.Log;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jdk.management.VirtualThreadSchedulerMXBean;

/**
 * Interrupts a plugin's phase that does not return. Looks around a few times per limit, so a phase may run a quarter longer than
 * allowed. Safe for concurrent use.
 *
 * <p>A phase that computes on regardless cannot be stopped, and would hold one of the few threads that carry all requests. So one
 * more is added while it does: it hurts its own request, and nobody else's.
 */
final class PhaseTimer implements AutoCloseable {

    private static final Log LOG = Log.of("runtime");

    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private final VirtualThreadSchedulerMXBean scheduler =
            ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
    private final long limitNanos;
    private final Thread watcher;

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
        try {
            while (true) {
                Thread.sleep(Duration.ofNanos(limitNanos / 4));
                long now = System.nanoTime();
                running.forEach(phase -> phase.judge(now));
            }
        } catch (InterruptedException e) {
            LOG.debug("no longer watching phases");
        }
    }

    private synchronized void carriers(int more) {
        scheduler.setParallelism(Math.max(1, scheduler.getParallelism() + more));
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
