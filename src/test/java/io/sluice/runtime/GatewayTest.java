package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.Completion;
import io.sluice.api.Exchange;
import io.sluice.api.Handshake;
import io.sluice.api.Headers;
import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.Reply;
import io.sluice.api.RequestBody;
import io.sluice.api.ResponseHead;
import io.sluice.api.StandardReplies;
import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.Route;
import io.sluice.router.Calculation;
import io.sluice.router.Router;
import io.sluice.testing.FakeRequest;
import io.sluice.upstream.Proxy;
import io.sluice.upstream.ProxySettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayTest {

    private static final Route ROUTE = Entities.route("hit", null);
    private static final Proxy PROXY = new Proxy(ProxySettings.DEFAULT);

    @AfterAll
    static void close() {
        PROXY.close();
    }

    private final List<String> calls = new ArrayList<>();
    private final List<PluginInstance> plugins = new ArrayList<>();
    private final List<Integer> completed = new ArrayList<>();

    @Test
    void aRequestWithoutARouteGetsKongs404() throws IOException {
        FakeResponder answer = send("GET", "/nowhere");

        assertThat(answer.status).isEqualTo(404);
        assertThat(answer.text()).contains("\"message\":\"no Route matched with those values\"");
        assertThat(answer.headers.first("X-Kong-Request-Id")).isPresent();
        assertThat(answer.headers.first("Server").orElseThrow()).startsWith("sluice/");
        assertThat(answer.headers.first("X-Kong-Response-Latency")).isPresent();
        assertThat(completed).containsExactly(404);
    }

    @Test
    void aRouteWithNeitherServiceNorAnswerGets503() throws IOException {
        FakeResponder answer = send("GET", "/hit");

        assertThat(answer.status).isEqualTo(503);
        assertThat(answer.text()).contains("\"message\":\"no Service found with those values\"");
    }

    @Test
    void pluginsRunByPriorityAndTheFirstReplyEndsAccessButNotTheLaterPhases() throws IOException {
        add("last", 1, null, new Recording("last"));
        add("answers", 750, null, new Recording("answers") {
            @Override
            public void access(Exchange exchange) throws RequestBody.Broken {
                super.access(exchange);
                exchange.reply(Reply.json(200, "{}"));
            }
        });
        add("first", 1000, ROUTE, new Recording("first"));

        FakeResponder answer = send("GET", "/hit");

        assertThat(answer.status).isEqualTo(200);
        assertThat(calls)
                .containsExactly(
                        "answers rewrite",
                        "last rewrite",
                        "first access",
                        "answers access",
                        "first header_filter",
                        "answers header_filter",
                        "last header_filter",
                        "first log 200",
                        "answers log 200",
                        "last log 200");
    }

    @Test
    void ofEqualPrioritiesTheNameThatIsLastByTheAlphabetGoesFirst() throws IOException {
        add("b", 5, null, new Recording("b"));
        add("c", 5, ROUTE, new Recording("c"));
        add("a", 5, null, new Recording("a"));

        send("GET", "/hit");

        assertThat(calls.stream().filter(call -> call.endsWith("access")))
                .containsExactly("c access", "b access", "a access");
    }

    @Test
    void onlyGlobalPluginsSeeAHandshake() throws Exception {
        add("global", 1, null, new Recording("global"));
        add("scoped", 2, ROUTE, new Recording("scoped"));

        gateway().handshake(new Handshake("a.test"));

        assertThat(calls).containsExactly("global certificate a.test");
    }

    @Test
    void onlyGlobalPluginsSeeARequestWithoutARoute() throws IOException {
        add("global", 1, null, new Recording("global"));
        add("scoped", 2, ROUTE, new Recording("scoped"));

        send("GET", "/nowhere");

        assertThat(calls).containsExactly("global rewrite", "global header_filter", "global log 404");
    }

    @Test
    void whoIsAuthenticatedDecidesWhichConfigurationOfALaterPluginRuns() throws IOException {
        Consumer bob = new Consumer(UUID.randomUUID(), "bob", null, List.of(), Set.of());
        add("auth", 1000, null, new Plugin() {
            @Override
            public void access(Exchange exchange) {
                exchange.authenticate(bob, null);
            }
        });
        plugins.add(instance("limit", 900, null, null, new Recording("everybody")));
        plugins.add(instance("limit", 900, null, bob.id(), new Recording("bob")));

        send("GET", "/hit");

        assertThat(calls).contains("bob access", "bob log 503").doesNotContain("everybody access", "everybody log 503");
    }

    @Test
    void aPluginThatThrowsHurtsOneRequest() throws IOException {
        add("broken", 10, null, new Plugin() {
            @Override
            public void access(Exchange exchange) {
                throw new IllegalStateException("secret detail");
            }
        });
        add("later", 1, null, new Recording("later"));

        FakeResponder answer = send("GET", "/hit");

        assertThat(answer.status).isEqualTo(500);
        assertThat(answer.text()).isEqualTo("{\"message\":\"An unexpected error occurred\"}");
        assertThat(calls).containsExactly("later rewrite", "later header_filter", "later log 500");
    }

    @Test
    void aPluginThatDoesNotReturnIsInterrupted() throws IOException {
        add("stuck", 10, null, new Plugin() {
            @Override
            public void access(Exchange exchange) throws InterruptedException {
                new CountDownLatch(1).await();
            }
        });
        add("later", 1, null, new Recording("later"));

        FakeResponder answer = send("GET", "/hit");

        assertThat(answer.status).isEqualTo(500);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(calls).contains("later log 500").doesNotContain("later access");
    }

    @Test
    void whatPluginsSetForWhoeverAnswersDoesNotReplaceAReplysOwn() throws IOException {
        add("sets", 10, null, new Plugin() {
            @Override
            public void access(Exchange exchange) {
                exchange.responseHeaders().set("X-Limit", "1").set("Content-Type", "text/odd");
            }
        });

        FakeResponder answer = send("GET", "/hit");

        assertThat(answer.headers.all("X-Limit")).containsExactly("1");
        assertThat(answer.headers.all("Content-Type")).containsExactly("application/json; charset=utf-8");
    }

    @Test
    void aPluginCannotHaveBothKindsOfFilter() {
        Plugin both = new Plugin() {
            @Override
            public Reply response(Exchange exchange, Reply answer) {
                return answer;
            }

            @Override
            public void headerFilter(Exchange exchange, ResponseHead head) {}
        };

        assertThatThrownBy(() -> add("both", 1, null, both))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("either");
    }

    @Test
    void aRequestWhoseClientHasGoneIsNotAnsweredButLogged() {
        add("reader", 10, null, new Recording("reader") {
            @Override
            public void access(Exchange exchange) throws RequestBody.Broken {
                throw new RequestBody.Broken("gone", 499);
            }
        });
        FakeResponder answer = new FakeResponder();

        assertThatThrownBy(() -> gateway().handle(new FakeRequest("POST", "/hit"), answer))
                .isInstanceOf(RequestBody.Broken.class);

        assertThat(answer.status).isZero();
        assertThat(calls).contains("reader log 499");
        assertThat(completed).containsExactly(499);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 408, 413})
    void aRequestThatBreaksOffIsLoggedWithWhatItIsAnswered(int status) throws IOException {
        add("reader", 10, null, new Recording("reader") {
            @Override
            public void access(Exchange exchange) throws RequestBody.Broken {
                throw new RequestBody.Broken("broken", status);
            }
        });
        FakeResponder answer = new FakeResponder();

        gateway().handle(new FakeRequest("POST", "/hit"), answer);

        assertThat(answer.status).isEqualTo(status);
        assertThat(calls).contains("reader log " + status);
        assertThat(completed).containsExactly(status);
    }

    @Test
    void whoAClientClaimsToBeReachesNoPlugin() throws IOException {
        List<String> seen = new ArrayList<>();
        add("reader", 10, null, new Recording("reader") {
            @Override
            public void access(Exchange exchange) {
                exchange.request().headers().forEach((name, value) -> seen.add(name));
                exchange.reply(Reply.json(200, "{}"));
            }
        });
        Headers forged = Headers.of(
                "X-Consumer-Username", "root",
                "x_consumer_id", "1",
                "X-Consumer_Groups", "admin",
                "X-CREDENTIAL-IDENTIFIER", "1",
                "X-Anonymous-Consumer", "true",
                "X-Authenticated-Userid", "1",
                "X-Consumer-Name", "mine",
                "X-Other", "mine");

        gateway().handle(new FakeRequest("GET", "/hit", forged), new FakeResponder());

        assertThat(seen).containsExactly("X-Consumer-Name", "X-Other");
    }

    @Test
    void whatHttpRefusesHasItsLogPhaseAndNoOther() throws IOException {
        add("global", 10, null, new Recording("global"));
        FakeResponder answer = new FakeResponder();

        gateway().refuse(new FakeRequest("", "GET /"), StandardReplies.message(414, "no"), answer);

        assertThat(answer.status).isEqualTo(414);
        assertThat(calls).containsExactly("global log 414");
        assertThat(completed).containsExactly(414);
    }

    @Test
    void aHeaderFilterMayChangeTheHead() throws IOException {
        add("filter", 1, null, new Plugin() {
            @Override
            public void headerFilter(Exchange exchange, ResponseHead head) {
                head.status(418);
                head.headers().set("X-Added", "yes");
            }
        });

        FakeResponder answer = send("GET", "/hit");

        assertThat(answer.status).isEqualTo(418);
        assertThat(answer.headers.first("X-Added")).contains("yes");
    }

    @Test
    void anHttpsOnlyRouteAsksPlainRequestsToUpgrade() throws IOException {
        FakeResponder answer = send("GET", "/secure", Entities.route("secure", null, Set.of("https"), 426, "/secure"));

        assertThat(answer.status).isEqualTo(426);
        assertThat(answer.text()).contains("Please use HTTPS protocol");
        assertThat(answer.headers.first("Upgrade")).contains("TLS/1.2, HTTP/1.1");
        assertThat(answer.headers.first("Connection")).contains("Upgrade");
    }

    @Test
    void anHttpsOnlyRouteMayRedirectInstead() throws IOException {
        Route route = Entities.route("secure", null, Set.of("https"), 301, "/secure");

        FakeResponder answer = send("GET", "/secure?a=1", route);

        assertThat(answer.status).isEqualTo(301);
        assertThat(answer.headers.first("Location")).contains("https://example.com/secure?a=1");
        assertThat(answer.text()).isEmpty();
    }

    @Test
    void aGrpcRouteRefusesOtherRequests() throws IOException {
        FakeResponder answer = send("GET", "/g", Entities.route("g", null, Set.of("grpc"), 426, "/g"));

        assertThat(answer.status).isEqualTo(415);
        assertThat(answer.text()).contains("Non-gRPC request matched gRPC route");
    }

    private FakeResponder send(String method, String target, Route... more) throws IOException {
        FakeResponder responder = new FakeResponder();
        gateway(more).handle(new FakeRequest(method, target), responder);
        return responder;
    }

    private Gateway gateway(Route... more) {
        List<Route> routes = new ArrayList<>(List.of(more));
        routes.add(ROUTE);
        Snapshot snapshot = new Snapshot(Router.compile(routes, Calculation.ORIGINAL), plugins);
        return new Gateway(
                snapshot,
                PROXY,
                new Gateway.AnswerStyle(GatewayHeaders.DEFAULT, "text/plain", TextCharset.NONE),
                Duration.ofMillis(200),
                List.of((exchange, completion) -> completed.add(completion.status())));
    }

    private void add(String name, int priority, Route scope, Plugin plugin) {
        plugins.add(instance(name, priority, scope == null ? null : scope.id(), null, plugin));
    }

    private static PluginInstance instance(String name, int priority, UUID route, UUID consumer, Plugin plugin) {
        PluginEnv.Entry entry = new PluginEnv.Entry(UUID.randomUUID(), route, null, consumer, null);
        return PluginInstance.of(name, priority, entry, plugin);
    }

    private class Recording implements Plugin {
        private final String name;

        Recording(String name) {
            this.name = name;
        }

        @Override
        public void certificate(Handshake handshake) {
            calls.add(name + " certificate " + handshake.sni());
        }

        @Override
        public void rewrite(Exchange exchange) {
            calls.add(name + " rewrite");
        }

        @Override
        public void access(Exchange exchange) throws RequestBody.Broken {
            calls.add(name + " access");
        }

        @Override
        public void headerFilter(Exchange exchange, ResponseHead head) {
            calls.add(name + " header_filter");
        }

        @Override
        public void log(Exchange exchange, Completion completion) {
            calls.add(name + " log " + completion.status());
        }
    }
}
