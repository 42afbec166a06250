package io.sluice.kafka.security;

import io.sluice.api.HttpCalls;
import java.util.function.Supplier;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * What the host gives to producers that protect their connections.
 *
 * @param http for token requests; trusts the same as {@code trusted} does
 * @param trusted what {@code lua_ssl_trusted_certificate} names; read when it is first asked for
 * @param anyone where nothing is verified
 */
public record SecurityHost(
        HttpCalls http, Supplier<X509ExtendedTrustManager> trusted, X509ExtendedTrustManager anyone) {}
