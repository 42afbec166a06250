package io.sluice.api;

import static io.sluice.testing.Completions.STARTED;
import static io.sluice.testing.Completions.answeredHere;
import static io.sluice.testing.Completions.proxied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.Completion.Try;
import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.Credential;
import io.sluice.api.entity.Route;
import io.sluice.api.entity.Service;
import io.sluice.runtime.Entities;
import io.sluice.runtime.Exchanges;
import io.sluice.testing.FakeRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogEntryTest {

    @Test
    void aRequestIsWhatItWas() {
        Map<String, Object> request = object(entry(exchange(get("/a/../b?x=1&x=2&flag&e=")), answeredHere(200, "/b"))
                .get("request"));

        assertThat(request.keySet()).containsExactly("id", "method", "uri", "url", "querystring", "headers", "size");
        assertThat(request)
                .containsEntry("id", "0123456789abcdef0123456789abcdef")
                .containsEntry("method", "GET")
                .containsEntry("uri", "/a/../b?x=1&x=2&flag&e=")
                .containsEntry("url", "http://example.com:8000/a/../b?x=1&x=2&flag&e=")
                .containsEntry("querystring", Map.of("x", List.of("1", "2"), "flag", true, "e", ""))
                .containsEntry("headers", Map.of("host", "example.com:8000"))
                .containsEntry("size", 120L);
    }

    @Test
    void whatAuthorisesIsRedactedOncePerName() {
        Headers headers = Headers.of(
                "Authorization", "Basic x", "AUTHORIZATION", "Bearer y", "Proxy-Authorization", "Basic z", "X", "w");

        assertThat(request(new FakeRequest("GET", "/", headers), 100))
                .containsEntry(
                        "headers", Map.of("authorization", "REDACTED", "proxy-authorization", "REDACTED", "x", "w"));
    }

    @Test
    void headersAreLowerCaseListsAndText() {
        Headers headers = Headers.of("X-A", "1", "x-a", "2", "X-Utf8", "\u00c3\u00a9", "X-Latin", "\u00e9", "X-B", "3");

        assertThat(request(new FakeRequest("GET", "/", headers), 4))
                .containsEntry("headers", Map.of("x-a", List.of("1", "2"), "x-utf8", "\u00e9", "x-latin", "\u00e9"));
    }

    /** Later phases see the request as plugins left it: a hidden key stays hidden. */
    @Test
    void whatPluginsTookOutIsOut() {
        Exchange exchange = exchange(new FakeRequest("GET", "/p?key=s3cret&a=1", Headers.of("Apikey", "s3cret")));
        exchange.change().headers().remove("Apikey").set("X-Added", "1");
        exchange.change().query("a=1");
        exchange.change().method("PUT");

        assertThat(entry(exchange, answeredHere(200, "")).toString())
                .contains("url=http://example.com:8000/p?a=1", "uri=/p?a=1", "x-added=1", "method=PUT")
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "Example.COM:80, example.com",
        "example.com, example.com",
        "[::1]:8000, [::1]",
        "[::1], [::1]",
        "'', 127.0.0.1",
    })
    void theUrlHasThePortThatClientsSee(String host, String name) {
        Request sent = new FakeRequest("GET", "/", Headers.of("Host", host));

        assertThat(request(sent, 100)).containsEntry("url", "http://" + name + ":8000/");
    }

    @Test
    void aTlsConnectionIsDescribed() {
        Request sent = get("/").over(new TlsInfo("TLSv1.3", "TLS_AES_128_GCM_SHA256", "example.com"));

        assertThat(request(sent, 100))
                .containsEntry("url", "https://example.com:443/")
                .containsEntry(
                        "tls",
                        Map.of("version", "TLSv1.3", "cipher", "TLS_AES_128_GCM_SHA256", "client_verify", "NONE"));
    }

    @Test
    void anAnswerMadeHere() {
        Map<String, Object> entry = entry(exchange(get("/")), answeredHere(200, "/up"));

        assertThat(entry)
                .containsEntry("upstream_uri", "/up")
                .containsEntry("upstream_status", "")
                .containsEntry("tries", List.of())
                .containsEntry("source", "kong")
                .containsEntry("client_ip", "127.0.0.1")
                .containsEntry("started_at", STARTED.toEpochMilli())
                .containsEntry("latencies", Map.of("kong", 3L, "proxy", -1L, "request", 3L, "receive", 0L))
                .containsEntry(
                        "response",
                        Map.of(
                                "status",
                                200,
                                "headers",
                                Map.of("content-type", "application/json; charset=utf-8"),
                                "size",
                                240L));
    }

    @Test
    void anAnswerOfAnUpstream() {
        Completion completion = proxied(
                200,
                Headers.of("Set-Cookie", "a", "set-cookie", "b"),
                new Try(STARTED, 1_500_000, "10.0.0.1", 80, 0, "timeout", 504),
                new Try(STARTED.plusMillis(20), 0, "10.0.0.2", 81, 200, "", 0));

        Map<String, Object> entry = entry(exchange(get("/")), completion);

        assertThat(entry)
                .containsEntry("source", "upstream")
                .containsEntry("upstream_status", "504, 200")
                .containsEntry("latencies", Map.of("kong", 7L, "proxy", 40L, "request", 60L, "receive", 13L));
        assertThat(object(entry.get("response"))).containsEntry("headers", Map.of("set-cookie", List.of("a", "b")));
        long started = STARTED.toEpochMilli();
        assertThat(entry.get("tries"))
                .isEqualTo(List.of(
                        Map.of(
                                "balancer_start",
                                started,
                                "balancer_start_ns",
                                started * 1_000_000 + 456_789,
                                "balancer_latency",
                                1L,
                                "balancer_latency_ns",
                                1_500_000L,
                                "ip",
                                "10.0.0.1",
                                "port",
                                80,
                                "state",
                                "failed",
                                "code",
                                504),
                        Map.of(
                                "balancer_start",
                                started + 20,
                                "balancer_start_ns",
                                (started + 20) * 1_000_000 + 456_789,
                                "balancer_latency",
                                0L,
                                "balancer_latency_ns",
                                0L,
                                "ip",
                                "10.0.0.2",
                                "port",
                                81)));
    }

    /** The balancer notes a failure when it is asked again, so the last try has none. */
    @Test
    void aFailureOfTheLastTryShowsInTheStatusAlone() {
        Completion completion = proxied(502, new Headers(), new Try(STARTED, 0, "10.0.0.1", 80, 0, "connect", 502));

        Map<String, Object> entry = entry(exchange(get("/")), completion);

        assertThat(entry).containsEntry("upstream_status", "502");
        assertThat(object(((List<?>) entry.get("tries")).getFirst())).doesNotContainKeys("state", "code");
    }

    @Test
    void withoutARouteThereIsNothingOfOne() {
        Map<String, Object> entry = entry(Exchanges.of(get("/")), answeredHere(404, ""));

        assertThat(entry)
                .containsEntry("upstream_uri", "")
                .doesNotContainKeys("route", "service", "tries", "consumer", "authenticated_entity");
    }

    @Test
    void entitiesAreThereWhole() {
        Service service = Entities.service("s");
        Route route = Entities.route("r", service);
        Consumer bob = new Consumer(UUID.randomUUID(), "bob", null, List.of(), Set.of());
        Exchange exchange = Exchanges.matched(get("/r"), route, Map.of());
        exchange.authenticate(bob, null);

        Map<String, Object> entry = entry(exchange, answeredHere(200, ""));

        assertThat(object(entry.get("route")))
                .containsEntry("name", "r")
                .containsEntry("service", Map.of("id", service.id().toString()))
                .containsEntry("ws_id", entry.get("workspace"));
        assertThat(object(entry.get("service"))).containsEntry("name", "s").containsEntry("host", "127.0.0.1");
        assertThat(object(entry.get("consumer"))).containsEntry("username", "bob");
        assertThat(entry).containsEntry("workspace_name", "default");
        assertThat(entry(exchange(get("/")), answeredHere(200, ""))).doesNotContainKeys("service", "consumer");
    }

    @Test
    void aCredentialIsNamedByIdsAlone() {
        Consumer bob = new Consumer(UUID.randomUUID(), "bob", null, List.of(), Set.of());
        Credential key =
                new Credential(UUID.randomUUID(), "keyauth_credentials", bob, new Secret("s3cret"), null, null);
        Exchange known = exchange(get("/"));
        known.authenticate(bob, key);
        Exchange anonymous = exchange(get("/"));
        anonymous.authenticate(bob, null);

        assertThat(entry(known, answeredHere(200, "")))
                .containsEntry(
                        "authenticated_entity",
                        Map.of(
                                "id",
                                key.id().toString(),
                                "consumer_id",
                                bob.id().toString()));
        assertThat(entry(anonymous, answeredHere(200, ""))).doesNotContainKey("authenticated_entity");
    }

    @Test
    void pluginsAddAndReplaceMembers() {
        Exchange exchange = exchange(get("/"));
        exchange.logField("correlation_id", "c-1");
        exchange.logField("client_ip", "hidden");
        exchange.logField("request.note.text", "in between");
        exchange.logField("a\\.b", 1);
        exchange.logField("things", Map.of("secret", new Secret("s3cret"), "list", Arrays.asList(1.5, true, null)));

        Map<String, Object> entry = entry(exchange, answeredHere(200, ""));

        assertThat(entry)
                .containsEntry("correlation_id", "c-1")
                .containsEntry("client_ip", "hidden")
                .containsEntry("a.b", 1)
                .containsEntry("things", Map.of("secret", "****", "list", List.of(1.5, true)));
        assertThat(object(entry.get("request")))
                .containsEntry("method", "GET")
                .containsEntry("note", Map.of("text", "in between"));
    }

    @Test
    void nothingLiesInsideATextOrNumber() {
        Exchange exchange = exchange(get("/"));
        exchange.logField("client_ip.x", 1);

        assertThatThrownBy(() -> entry(exchange, answeredHere(200, "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("client_ip.x");
    }

    private static Map<String, Object> request(Request sent, int headers) {
        HostLimits limits = new HostLimits(1, 1, headers, 100, 100, java.time.Duration.ofSeconds(1));
        return object(LogEntry.of(exchange(sent), answeredHere(200, ""), limits).get("request"));
    }

    private static Map<String, Object> entry(Exchange exchange, Completion completion) {
        return LogEntry.of(exchange, completion, HostLimits.DEFAULT);
    }

    private static Exchange exchange(Request request) {
        return Exchanges.matched(request, Entities.route("r", null), Map.of());
    }

    private static FakeRequest get(String target) {
        return new FakeRequest("GET", target);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }
}
