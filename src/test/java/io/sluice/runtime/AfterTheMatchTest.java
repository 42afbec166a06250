package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sluice.api.ConnectionInfo;
import io.sluice.api.Headers;
import io.sluice.api.TlsInfo;
import io.sluice.api.entity.Route;
import io.sluice.router.Calculation;
import io.sluice.router.Flavor;
import io.sluice.router.PathNormalizer;
import io.sluice.router.Router;
import io.sluice.router.Vectors;
import io.sluice.testing.FakeBody;
import io.sluice.testing.FakeRequest;
import io.sluice.upstream.Proxy;
import io.sluice.upstream.ProxySettings;
import io.sluice.upstream.UpstreamCall;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Kong's router cases, for what comes after the match: answers of the gateway's own, and what goes to the service. */
class AfterTheMatchTest {

    private static final Proxy PROXY = new Proxy(ProxySettings.DEFAULT);
    private static final List<Flavor> FLAVORS =
            List.of(new Flavor.Traditional(), new Flavor.Compatible(Calculation.ORIGINAL));

    @AfterAll
    static void close() {
        PROXY.close();
    }

    @TestFactory
    List<DynamicTest> cases() {
        List<DynamicTest> tests = new ArrayList<>();
        int position = 0;
        for (JsonNode one : Vectors.read("router-cases.json")) {
            String name = ++position + " " + one.get("name").asString();
            for (Flavor flavor : FLAVORS) {
                if (isAfterTheMatch(one) && Vectors.strings(one.get("flavors")).contains(flavor.label())) {
                    tests.add(dynamicTest(name + " " + flavor, () -> check(one, flavor)));
                }
            }
        }
        assertThat(tests.size()).isEqualTo(62);
        return tests;
    }

    /** Those of Kong's handler, and those that tell the Host towards the service. */
    private static boolean isAfterTheMatch(JsonNode one) {
        boolean http = !one.path("subsystem").asString("http").equals("stream");
        return http
                && (one.get("source").asString().contains("handler.lua")
                        || one.get("expect").has("upstream_host"));
    }

    private static void check(JsonNode one, Flavor flavor) throws IOException {
        Router router = Router.compile(Vectors.routes(one.get("routes")), flavor);
        FakeRequest request = request(one.get("request"));
        JsonNode expect = one.get("expect");
        if (expect.has("status")) {
            checkAnswer(router, request, expect);
        } else {
            checkUpstream(router, request, expect);
        }
    }

    private static void checkAnswer(Router router, FakeRequest request, JsonNode expect) throws IOException {
        FakeResponder answer = new FakeResponder();
        new Gateway(
                        new Snapshot(router, List.of()),
                        PROXY,
                        new Gateway.AnswerStyle(GatewayHeaders.DEFAULT, "text/plain", TextCharset.NONE),
                        Duration.ofSeconds(1),
                        List.of())
                .handle(request, answer);

        assertThat(answer.status).isEqualTo(expect.get("status").asInt());
        if (expect.has("body_message")) {
            assertThat(answer.text())
                    .isEqualTo(
                            "{\n  \"message\":\"" + expect.get("body_message").asString() + "\",\n  \"request_id\":\""
                                    + request.id() + "\"\n}");
        }
        if (expect.has("body")) {
            assertThat(answer.text()).isEqualTo(expect.get("body").asString());
        }
        expect.path("headers").properties().stream()
                .filter(header -> !header.getKey().equals("Content-Length")) // the server's
                .forEach(header -> assertThat(answer.headers.all(header.getKey()))
                        .containsExactly(header.getValue().asString()));
    }

    private static void checkUpstream(Router router, FakeRequest request, JsonNode expect) {
        LiveExchange exchange = new LiveExchange(request, PathNormalizer.normalize(request.rawPath()));
        exchange.matched(router.match(Passage.routing(request, exchange.path())).orElseThrow());
        Route route = exchange.route().orElseThrow();
        UpstreamCall call = UpstreamRequest.of(exchange, true);

        assertThat(route.name()).isEqualTo(expect.get("route").asString());
        if (!route.protocols().contains("grpc")) {
            assertThat(ProtocolRule.check(route, request)).isEmpty();
        }
        if (expect.has("upstream_request_target")) {
            assertThat(call.target())
                    .isEqualTo(expect.get("upstream_request_target").asString());
        }
        if (expect.has("upstream_host")) {
            assertThat(call.headers().all("Host"))
                    .containsExactly(expect.get("upstream_host").asString());
        }
        expect.path("upstream_headers")
                .properties()
                .forEach(header -> assertThat(call.headers().all(header.getKey()))
                        .as(header.getKey())
                        .containsExactly(header.getValue().asString()));
    }

    private static FakeRequest request(JsonNode request) {
        Headers headers = Vectors.headers(request.path("headers"));
        headers.add("Host", request.path("host").asString(""));
        boolean https = request.path("scheme").asString("http").equals("https");
        String address = request.path("client_ip").asString("127.0.0.1");
        int port = request.path("server_port").asInt(https ? 8443 : 8000);
        ConnectionInfo connection = new ConnectionInfo(
                1,
                address,
                40_000,
                request.path("trusted_ip").asBoolean(false),
                "127.0.0.1",
                port,
                port,
                https
                        ? new TlsInfo(
                                "TLSv1.3",
                                "TLS_AES_256_GCM_SHA384",
                                request.path("sni").asString(null))
                        : null);
        return new FakeRequest(
                request.get("method").asString(),
                request.path("path").asString("/"),
                headers,
                FakeBody.of(new byte[0]),
                address,
                connection);
    }
}
