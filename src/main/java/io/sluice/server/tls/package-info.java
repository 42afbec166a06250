/**
 * Certificates and handshakes of TLS listeners.
 *
 * <p>Start reading at {@link io.sluice.server.tls.ServerTls}.
 */
@NullMarked
package io.sluice.server.tls;

import org.jspecify.annotations.NullMarked;
