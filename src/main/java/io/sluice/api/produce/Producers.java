package io.sluice.api.produce;

/** Leases producers. Equal specifications share one producer (decision D14). Safe for concurrent use. */
public interface Producers {

    /**
     * Leases a producer. Returns at once: nothing is resolved, connected or logged in yet. The producer is built in the
     * background, and closed, after a flush, when its last lease is.
     *
     * @param owner the route (or other scope) that records are counted and logged under
     */
    Producing lease(ProducerSpec spec, String owner);
}
