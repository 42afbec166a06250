package io.sluice.api;

import org.jspecify.annotations.Nullable;

/**
 * The connection that a request came in on.
 *
 * @param serial counts the connections of this process, from 1
 * @param peerAddress the other end of the TCP connection, whatever headers say
 * @param peerPort its port
 * @param peerTrusted whether {@code trusted_ips} holds {@code peerAddress}: only then X-Forwarded-* is believed
 * @param listenerAddress the local address
 * @param listenerPort the local port
 * @param outsidePort the port that clients see: {@code listenerPort} unless {@code port_maps} says otherwise
 * @param tls null for a plain connection
 */
public record ConnectionInfo(
        long serial,
        String peerAddress,
        int peerPort,
        boolean peerTrusted,
        String listenerAddress,
        int listenerPort,
        int outsidePort,
        @Nullable TlsInfo tls) {}
