package io.sluice.upstream;

import io.sluice.api.entity.CaCertificate;
import io.sluice.api.entity.Certificate;
import io.sluice.api.entity.Service;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What connections must have in common to be shared (proxy.md 1.9): the address, and for TLS everything the handshake depended on.
 */
record PoolKey(InetAddress address, int port, @Nullable TlsDemand tls) {

    /** How a TLS connection is to be made. */
    record TlsDemand(
            String serverName,
            boolean verify,
            int depth,
            List<CaCertificate> trusted,
            @Nullable Certificate clientCertificate) {}

    static PoolKey of(InetAddress address, UpstreamCall call, ProxySettings settings) {
        Service service = call.service();
        if (!service.protocol().equals("https")) {
            return new PoolKey(address, service.port(), null);
        }
        boolean verify = service.tlsVerify() == null ? settings.verify() : service.tlsVerify();
        return new PoolKey(
                address,
                service.port(),
                new TlsDemand(
                        call.serverName(),
                        verify,
                        service.tlsVerifyDepth() == null ? 1 : service.tlsVerifyDepth(),
                        service.caCertificates().isEmpty() ? settings.trusted() : service.caCertificates(),
                        service.clientCertificate() == null
                                ? settings.clientCertificate()
                                : service.clientCertificate()));
    }
}
