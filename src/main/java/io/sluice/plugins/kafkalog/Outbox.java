package io.sluice.plugins.kafkalog;

import io.sluice.api.produce.Delivery;
import io.sluice.api.produce.Producing;
import io.sluice.api.produce.RecordTemplate;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Takes records at once and sends them on virtual threads of its own, so that no request waits: a producer may, for its first contact
 * with the cluster or for an acknowledgement. Holds a bounded number of bytes. Safe for concurrent use.
 */
final class Outbox implements AutoCloseable {

    /** In KiB; a record takes its size and 1 for the rest of it. */
    private static final int ROOM = 32 * 1024;

    private final Semaphore room = new Semaphore(ROOM);
    private final Producing producing;
    private final Consumer<Delivery> sent;
    private final ExecutorService senders;

    /** An async producer is handed one record after the other, so that they keep their order; a sync one waits for each by itself. */
    Outbox(Producing producing, boolean async, Consumer<Delivery> sent) {
        this.producing = producing;
        this.sent = sent;
        this.senders = async
                ? Executors.newSingleThreadExecutor(Thread.ofVirtual().factory())
                : Executors.newVirtualThreadPerTaskExecutor();
    }

    /** False if there is no room: the record is then left to the caller. */
    boolean offer(RecordTemplate message) {
        int size = 1 + message.value().length / 1024;
        if (!room.tryAcquire(size)) {
            return false;
        }
        senders.execute(() -> {
            try {
                sent.accept(producing.send(message));
            } finally {
                room.release(size);
            }
        });
        return true;
    }

    /** Sends what was taken, and takes nothing more. */
    @Override
    public void close() {
        senders.close();
    }
}
