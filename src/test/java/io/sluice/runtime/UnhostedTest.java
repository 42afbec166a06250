package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.api.HostLimits;
import io.sluice.config.Declaration;
import io.sluice.config.DeclarationLoader;
import io.sluice.config.PluginSchemas;
import io.sluice.problem.Problem;
import io.sluice.router.Calculation;
import io.sluice.router.Flavor;
import io.sluice.runtime.Unhosted.Skipped;
import io.sluice.testing.FakeHost;
import io.sluice.testing.FakeRequest;
import io.sluice.upstream.Proxy;
import io.sluice.upstream.ProxySettings;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Files with plugins of Kong that are not hosted: refused, or served without them, but never with a guard gone missing. */
class UnhostedTest {

    private static final PluginCatalog CATALOG = PluginCatalog.discover();
    private static final String FILE = """
            _format_version: "3.0"
            plugins:
              - name: http-log
                config: {http_endpoint: "http://localhost"}
            routes:
              - name: guarded
                paths: [/guarded]
                plugins:
                  - {name: jwt}
                  - {name: request-termination, config: {status_code: 200, message: in}}
              - name: free
                paths: [/free]
                plugins:
                  - {name: request-termination, config: {status_code: 200, message: in}}
            """;

    @Test
    void aStartWithoutBeingToldIsRefusedAndNamesThemAll() {
        SnapshotBuilder.Built built = build(FILE, Unhosted.REFUSED);

        assertThat(built.snapshot()).isEmpty();
        assertThat(built.problems())
                .extracting(Problem::code, problem -> problem.message().split("'")[1])
                .containsExactlyInAnyOrder(tuple("plugin-not-hosted", "http-log"), tuple("plugin-not-hosted", "jwt"));
    }

    @Test
    void whatIsHereAndNotEnabledIsNotSaidToBeMissing() {
        PluginCatalog enabled = CATALOG.enabled(List.of("request-termination"));
        String file = FILE.replace("{name: jwt}", "{name: acl, config: {allow: [a]}}");

        assertThat(enabled.off()).contains("acl").doesNotContain("request-termination");
        assertThat(build(enabled, file, Unhosted.REFUSED).problems())
                .extracting(Problem::code, problem -> problem.message().split("'")[1])
                .containsExactlyInAnyOrder(tuple("plugin-not-hosted", "http-log"), tuple("plugin-not-enabled", "acl"));
    }

    @Test
    void aRouteWhoseGuardIsSkippedStaysClosedAndOthersAreServed() throws IOException {
        SnapshotBuilder.Built built = build(FILE, new Unhosted(true, Set.of()));

        assertThat(built.skipped())
                .containsExactlyInAnyOrder(
                        new Skipped("http-log", "global", false), new Skipped("jwt", "guarded", true));
        assertThat(answer(built, "/guarded").status).isEqualTo(503);
        assertThat(answer(built, "/guarded").text()).contains("guarded by the plugin jwt, which is not hosted here");
        assertThat(answer(built, "/free").text()).contains("\"message\":\"in\"");
    }

    @Test
    void aRouteThatIsNamedIsServedAllTheSame() throws IOException {
        SnapshotBuilder.Built built = build(FILE, new Unhosted(true, Set.of("guarded")));

        assertThat(answer(built, "/guarded").text()).contains("\"message\":\"in\"");
    }

    @Test
    void aGlobalGuardClosesEveryRoute() throws IOException {
        SnapshotBuilder.Built built = build("""
                _format_version: "3.0"
                plugins: [{name: rate-limiting-advanced, config: {limit: [5], window_size: [60]}}]
                routes:
                  - name: r
                    paths: [/]
                    plugins: [{name: request-termination, config: {status_code: 200}}]
                """, new Unhosted(true, Set.of()));

        assertThat(answer(built, "/").status).isEqualTo(503);
    }

    @Test
    void aGuardForOneConsumerWaitsForAuthenticationAndClosesBeforeAnAnswer() throws IOException {
        SnapshotBuilder.Built built = build("""
                _format_version: "3.0"
                consumers:
                  - username: bob
                    keyauth_credentials: [{key: bobs}]
                    plugins: [{name: rate-limiting-advanced, config: {limit: [5], window_size: [60]}}]
                  - username: eve
                    keyauth_credentials: [{key: eves}]
                routes:
                  - name: r
                    paths: [/]
                    plugins:
                      - {name: key-auth}
                      - {name: request-termination, config: {status_code: 200, message: in}}
                """, new Unhosted(true, Set.of()));

        assertThat(answer(built, "/").status).isEqualTo(401);
        assertThat(answer(built, "/?apikey=bobs").status).isEqualTo(503);
        assertThat(answer(built, "/?apikey=eves").status).isEqualTo(200);
    }

    /** Kong's loader passes over an entry none of whose protocols is one of HTTP's. */
    @Test
    void anEntryForStreamsAloneIsNoneOfHttps() throws IOException {
        SnapshotBuilder.Built built = build("""
                _format_version: "3.0"
                plugins:
                  - {name: ip-restriction, protocols: [tcp, tls, udp], config: {deny: [127.0.0.1], status: 418}}
                  - {name: tcp-log, protocols: [tcp], config: {host: log.test, port: 1}}
                routes:
                  - name: r
                    paths: [/in]
                    plugins: [{name: request-termination, config: {status_code: 200, message: in}}]
                  - name: mixed
                    paths: [/mixed]
                    plugins:
                      - {name: ip-restriction, protocols: [https, tcp], config: {deny: [127.0.0.1], status: 418}}
                """, Unhosted.REFUSED);

        assertThat(answer(built, "/in").text()).contains("\"message\":\"in\"");
        assertThat(answer(built, "/mixed").status).isEqualTo(418);
    }

    @Test
    void aDisabledEntryIsAsIfAbsentAndOneThatAppliesReplacesTheOthersWhole() throws IOException {
        SnapshotBuilder.Built built = build("""
                _format_version: "3.0"
                plugins: [{name: request-termination, config: {status_code: 418, message: global}}]
                routes:
                  - name: disabled
                    paths: [/disabled]
                    plugins: [{name: request-termination, enabled: false, config: {status_code: 200}}]
                  - name: own
                    paths: [/own]
                    plugins: [{name: request-termination, instance_name: other, config: {status_code: 404}}]
                """, Unhosted.REFUSED);

        assertThat(answer(built, "/disabled").text()).contains("\"message\":\"global\"");
        assertThat(answer(built, "/own").status).isEqualTo(404);
        assertThat(answer(built, "/own").text()).contains("\"message\":\"Not found\"");
    }

    private static SnapshotBuilder.Built build(String file, Unhosted unhosted) {
        return build(CATALOG, file, unhosted);
    }

    private static SnapshotBuilder.Built build(PluginCatalog catalog, String file, Unhosted unhosted) {
        Declaration declaration = new DeclarationLoader(
                        new PluginSchemas(CATALOG.loaders()), Map.<String, String>of()::get)
                .load("kong.yml", file)
                .declaration();
        assertThat(declaration).isNotNull();
        FakeHost fake = new FakeHost();
        HostServices host = new HostServices(
                fake,
                _ -> {
                    throw new AssertionError("no HTTP here");
                },
                fake.metrics(),
                new MemoryCounters(Clock.systemUTC()),
                Clock.systemUTC(),
                HostLimits.DEFAULT,
                FakeHost.NODE);
        return new SnapshotBuilder(catalog, host, new Flavor.Compatible(Calculation.ORIGINAL), unhosted)
                .build(declaration);
    }

    private static FakeResponder answer(SnapshotBuilder.Built built, String target) throws IOException {
        FakeResponder answer = new FakeResponder();
        try (Proxy proxy = new Proxy(ProxySettings.DEFAULT);
                Gateway gateway = new Gateway(
                        built.snapshot().orElseThrow(),
                        proxy,
                        new Gateway.AnswerStyle(GatewayHeaders.DEFAULT, "text/plain", TextCharset.NONE),
                        Duration.ofMinutes(1),
                        List.of())) {
            gateway.handle(new FakeRequest("GET", target), answer);
        }
        return answer;
    }
}
