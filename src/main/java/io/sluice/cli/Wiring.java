package io.sluice.cli;

import io.sluice.api.entity.CaCertificate;
import io.sluice.api.entity.Certificate;
import io.sluice.kafka.HostChoices;
import io.sluice.kafka.HostChoices.Compression;
import io.sluice.kafka.Partitioning;
import io.sluice.lint.BodyLimits;
import io.sluice.router.Calculation;
import io.sluice.router.Flavor;
import io.sluice.runtime.GatewayHeaders;
import io.sluice.runtime.GatewayHeaders.Token;
import io.sluice.settings.BodySettings;
import io.sluice.settings.HeaderSettings;
import io.sluice.settings.KafkaSettings;
import io.sluice.settings.PemPair;
import io.sluice.settings.Settings;
import io.sluice.settings.UpstreamSettings;
import io.sluice.upstream.ProxySettings;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Settings in the words of the rooms that they are for: those rooms know nothing of {@code settings}. */
final class Wiring {

    private Wiring() {}

    static Flavor flavor(Settings settings) {
        return settings.routerFlavor().equals("traditional")
                ? new Flavor.Traditional()
                : new Flavor.Compatible(settings.strictCalculation() ? Calculation.STRICT : Calculation.ORIGINAL);
    }

    static GatewayHeaders headers(HeaderSettings settings) {
        Set<Token> shown = EnumSet.noneOf(Token.class);
        add(shown, settings.server(), Token.SERVER);
        add(shown, settings.via(), Token.VIA);
        add(shown, settings.responseLatency(), Token.RESPONSE_LATENCY);
        add(shown, settings.proxyLatency(), Token.PROXY_LATENCY);
        add(shown, settings.upstreamLatency(), Token.UPSTREAM_LATENCY);
        add(shown, settings.upstreamStatus(), Token.UPSTREAM_STATUS);
        add(shown, settings.requestId(), Token.REQUEST_ID);
        return new GatewayHeaders(shown, settings.upstreamRequestId(), settings.debug());
    }

    private static void add(Set<Token> shown, boolean wanted, Token token) {
        if (wanted) {
            shown.add(token);
        }
    }

    static HostChoices hostChoices(KafkaSettings settings) {
        return new HostChoices(
                Compression.valueOf(settings.compression().toUpperCase(Locale.ROOT)),
                Partitioning.valueOf(settings.partitioner().toUpperCase(Locale.ROOT)),
                settings.acksAll());
    }

    /** What lint has to know of the sizes of bodies. */
    static BodyLimits bodyLimits(BodySettings settings) {
        long most = LongStream.of(settings.record(), settings.request())
                .filter(bytes -> bytes > 0)
                .min()
                .orElse(BodyLimits.ANY_SIZE);
        return new BodyLimits(Math.min(most, BodyLimits.ANY_SIZE), settings.chosen(), settings.compressed());
    }

    /** With {@code verifyAll}, services that do not say are verified, too. */
    static ProxySettings proxySettings(UpstreamSettings settings, boolean verifyAll) {
        String trusted = settings.trusted();
        return new ProxySettings(
                settings.poolSize(),
                settings.maxRequests(),
                settings.idleTimeout(),
                settings.verify() || verifyAll,
                trusted == null ? List.of() : List.of(new CaCertificate(UUID.randomUUID(), trusted, Set.of())),
                certificate(settings.clientCertificate()),
                settings.headBytes(),
                (int) Math.min(Integer.MAX_VALUE, settings.bodyBufferBytes()));
    }

    private static @Nullable Certificate certificate(@Nullable PemPair pair) {
        return pair == null
                ? null
                : new Certificate(UUID.randomUUID(), pair.certificates(), pair.key(), null, null, List.of(), Set.of());
    }
}
