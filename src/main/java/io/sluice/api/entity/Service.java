package io.sluice.api.entity;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A service, defaults filled in.
 *
 * @param port 0..65535
 * @param path starts with {@code /}, or null
 * @param retries 0..32767
 * @param connectTimeout milliseconds, 1..2147483646
 * @param writeTimeout milliseconds, 1..2147483646
 * @param readTimeout milliseconds, 1..2147483646
 * @param enabled false takes its routes out of the router
 * @param clientCertificate shown to the upstream, or null
 * @param tlsVerify whether an https upstream's certificate is checked; null for the host's setting
 * @param tlsVerifyDepth how many certificates may lie between the upstream's and a trusted one; null for the host's setting
 * @param caCertificates what it is checked against; empty for the host's setting
 */
public record Service(
        UUID id,
        @Nullable String name,
        String protocol,
        String host,
        int port,
        @Nullable String path,
        int retries,
        int connectTimeout,
        int writeTimeout,
        int readTimeout,
        boolean enabled,
        @Nullable Certificate clientCertificate,
        @Nullable Boolean tlsVerify,
        @Nullable Integer tlsVerifyDepth,
        List<CaCertificate> caCertificates,
        Set<String> tags) {

    /** The name, else the id. */
    public String label() {
        return name != null ? name : id.toString();
    }
}
