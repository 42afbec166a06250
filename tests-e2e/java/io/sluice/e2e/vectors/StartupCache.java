package io.sluice.e2e.vectors;

import io.sluice.e2e.GatewayProcess;
import io.sluice.e2e.upstream.RecordingEcho;
import io.sluice.e2e.upstream.UpstreamServer;
import io.sluice.e2e.wire.Call;
import io.sluice.e2e.wire.Certificate;
import io.sluice.e2e.wire.Client;
import io.sluice.e2e.wire.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * JVM options that make many short-lived gateways start fast: a cache of loaded classes, learnt from a first gateway that serves one
 * request by plain text and one by TLS.
 */
final class StartupCache {

    private static final String QUICK = "-XX:TieredStopAtLevel=1 -Xlog:aot*=off ";
    private static final String FILE = """
            _format_version: '3.0'
            services:
            - {name: plain, host: 127.0.0.1, port: %s, routes: [{name: plain, paths: [/plain]}]}
            - {name: tls, host: 127.0.0.1, port: %s, protocol: https, routes: [{name: tls, paths: [/tls]}]}
            """;

    private StartupCache() {}

    private static final class Holder {
        static final String OPTIONS = learn();
    }

    /** For SLUICE_JAVA_OPTS; without the cache where this JVM makes none. */
    static String options() {
        return Holder.OPTIONS;
    }

    private static String learn() {
        Path cache = Path.of("target", "e2e-startup.aot").toAbsolutePath();
        Map<String, String> env = Map.of("SLUICE_JAVA_OPTS", QUICK + "-XX:AOTCacheOutput=" + cache);
        try (UpstreamServer plain = UpstreamServer.start(new RecordingEcho(), null);
                UpstreamServer tls = UpstreamServer.start(
                        new RecordingEcho(),
                        Certificate.forName("learning.test").serverContext())) {
            Files.deleteIfExists(cache);
            GatewayProcess gateway = GatewayProcess.serve(FILE.formatted(plain.port(), tls.port()), env);
            Client.call(gateway.proxyPort(), Call.of("GET", "/plain", new Field("Host", "h")));
            Client.call(gateway.proxyPort(), Call.of("GET", "/tls", new Field("Host", "h")));
            gateway.stop();
            gateway.close();
            return QUICK + (Files.exists(cache) ? "-XX:AOTCache=" + cache : "");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("no gateway to learn from", e);
        }
    }
}
