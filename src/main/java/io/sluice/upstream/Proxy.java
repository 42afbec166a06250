package io.sluice.upstream;

import io.sluice.api.Log;
import java.time.Duration;

/**
 * Forwards requests to services over pooled HTTP/1.1 connections. Safe for concurrent use.
 *
 * <p>Which address a try goes to is {@link Addresses}' choice: the place for a balancer.
 */
public final class Proxy implements AutoCloseable {

    private static final Log LOG = Log.of("proxy");
    private static final Duration SWEEP = Duration.ofSeconds(5);

    private final ProxySettings settings;
    private final Addresses addresses;
    private final ConnectionPool pool;
    private final WriteWatch writes = new WriteWatch();
    private final Thread sweeper;

    public Proxy(ProxySettings settings) {
        this.settings = settings;
        this.addresses = new Addresses(Names.ofSystem());
        this.pool = new ConnectionPool(settings, new Dialer(settings));
        this.sweeper = Thread.ofVirtual().name("upstream-sweeper").start(this::sweep);
    }

    /** Begins a call; {@link Proxied#await} does the work. */
    public Proxied open(UpstreamCall call) {
        return new Proxied(call, settings, addresses, pool, writes);
    }

    private void sweep() {
        try {
            while (true) {
                Thread.sleep(SWEEP);
                pool.closeExpired();
            }
        } catch (InterruptedException e) {
            LOG.debug("no longer sweeping idle connections");
        }
    }

    /** Closes idle connections; calls under way end by themselves. */
    @Override
    public void close() {
        sweeper.interrupt();
        writes.close();
        addresses.close();
        pool.close();
    }
}
