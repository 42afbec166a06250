package io.sluice.tls;

import io.sluice.api.Handshake;

/** Is asked once per TLS handshake, before a certificate is shown; not when a session is resumed. */
@FunctionalInterface
public interface HandshakeCheck {

    /** Lets every handshake go on. */
    HandshakeCheck NONE = handshake -> {};

    /** What it throws ends the handshake. */
    void check(Handshake handshake) throws Exception;
}
