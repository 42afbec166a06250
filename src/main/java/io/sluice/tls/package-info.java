/**
 * Certificates and handshakes of TLS listeners.
 *
 * <p>Start reading at {@link io.sluice.tls.ServerTls}.
 */
@NullMarked
package io.sluice.tls;

import org.jspecify.annotations.NullMarked;
