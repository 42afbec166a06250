package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.ConnectionInfo;
import io.sluice.api.Exchange;
import io.sluice.api.Headers;
import io.sluice.api.entity.Route;
import io.sluice.api.entity.Service;
import io.sluice.testing.FakeBody;
import io.sluice.testing.FakeRequest;
import io.sluice.upstream.UpstreamCall;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What goes to a service in place of a client's request. */
class UpstreamRequestTest {

    private static final Service SERVICE = Entities.service("s");
    private static final Route ROUTE = Entities.route("r", SERVICE);

    @Test
    void theGatewaysHeadersTakeThePlaceOfTheClients() {
        UpstreamCall call = sent(Headers.of(
                "Host",
                "Example.com:8000",
                "X-Forwarded-For",
                "9.9.9.9",
                "X-Forwarded-Proto",
                "https",
                "X-Real-IP",
                "6.6.6.6",
                "Via",
                "1.0 proxy",
                "Keep-Alive",
                "timeout=5",
                "Proxy-Connection",
                "close",
                "Proxy-Authorization",
                "Basic eA==",
                "X-Own",
                "1"));

        assertThat(call.target()).isEqualTo("/a");
        assertThat(call.headers().all("Host")).containsExactly("127.0.0.1");
        assertThat(call.headers().all("X-Forwarded-For")).containsExactly("9.9.9.9, 127.0.0.1");
        assertThat(call.headers().all("X-Forwarded-Proto")).containsExactly("http");
        assertThat(call.headers().all("X-Forwarded-Host")).containsExactly("example.com");
        assertThat(call.headers().all("X-Forwarded-Port")).containsExactly("8000");
        assertThat(call.headers().all("X-Forwarded-Path")).containsExactly("/r/a");
        assertThat(call.headers().all("X-Forwarded-Prefix")).containsExactly("/r");
        assertThat(call.headers().all("X-Real-IP")).containsExactly("127.0.0.1");
        assertThat(call.headers().first("Via").orElseThrow()).startsWith("1.0 proxy, 1.1 sluice/");
        assertThat(call.headers().all("Connection")).containsExactly("keep-alive");
        assertThat(call.headers().contains("Keep-Alive")).isFalse();
        assertThat(call.headers().contains("Proxy-Connection")).isFalse();
        assertThat(call.headers().all("Proxy-Authorization")).containsExactly("Basic eA==");
        assertThat(call.headers().all("X-Own")).containsExactly("1");
    }

    @Test
    void aTrustedPeersWordIsKept() {
        Headers headers = Headers.of("Host", "h", "X-Forwarded-Proto", "https", "X-Forwarded-Host", "A.test:9");
        headers.add("X-Forwarded-Port", "9")
                .add("X-Forwarded-Path", "/before")
                .add("X-Forwarded-Prefix", "/b")
                .add("X-Forwarded-For", "9.9.9.9");
        ConnectionInfo trusted = new ConnectionInfo(7, "127.0.0.1", 40_000, true, "127.0.0.1", 8000, 80, null);
        FakeRequest request = new FakeRequest("GET", "/r/a", headers, FakeBody.of(new byte[0]), "9.9.9.9", trusted);

        Headers sent =
                Exchanges.upstream(Exchanges.matched(request, ROUTE, Map.of())).headers();

        assertThat(sent.all("X-Forwarded-Proto")).containsExactly("https");
        assertThat(sent.all("X-Forwarded-Host")).containsExactly("A.test:9");
        assertThat(sent.all("X-Forwarded-Port")).containsExactly("9");
        assertThat(sent.all("X-Forwarded-Path")).containsExactly("/before");
        assertThat(sent.all("X-Forwarded-Prefix")).containsExactly("/b");
        assertThat(sent.all("X-Forwarded-For")).as("the peer is added").containsExactly("9.9.9.9, 127.0.0.1");
        assertThat(sent.all("X-Real-IP")).containsExactly("9.9.9.9");
    }

    @Test
    void withoutAListTheClientBeginsItAndNotThePeer() {
        FakeRequest request = new FakeRequest("GET", "/r/a").from("9.9.9.9");

        Headers sent =
                Exchanges.upstream(Exchanges.matched(request, ROUTE, Map.of())).headers();

        assertThat(sent.all("X-Forwarded-For")).containsExactly("9.9.9.9");
    }

    @Test
    void whatIsTheGatewaysAffairIsNotForwarded() {
        Headers asked = sent(Headers.of(
                        "Host", "h", "TE", "gzip, trailers", "Trailer", "X-T", "Expect", "x", "Upgrade", "h2c"))
                .headers();
        Headers plain = sent(Headers.of("Host", "h", "TE", "gzip", "Content-Length", "7", "Range", "bytes=0-1"))
                .headers();

        assertThat(asked.all("TE")).containsExactly("trailers");
        assertThat(asked.all("Trailer")).containsExactly("X-T");
        assertThat(asked.contains("Expect")).isFalse();
        assertThat(asked.contains("Upgrade")).isFalse();
        assertThat(plain.contains("TE")).isFalse();
        assertThat(plain.contains("Content-Length")).as("the sender frames").isFalse();
        assertThat(plain.all("Range")).containsExactly("bytes=0-1");
    }

    @Test
    void whatConnectionNamesStaysHere() {
        UpstreamCall call = sent(Headers.of("Host", "h", "Connection", "close, X-Hop", "X-Hop", "1", "X-End", "2"));

        assertThat(call.headers().contains("X-Hop")).isFalse();
        assertThat(call.headers().all("X-End")).containsExactly("2");
    }

    @Test
    void aClientCannotTakeAwayWhatAPluginFoundOut() {
        Headers headers = Headers.of(
                "Host", "h", "Connection", "X-Anonymous-Consumer, X-Consumer-Groups", "X-Consumer-Groups", "admins");
        Exchange exchange = Exchanges.matched(new FakeRequest("GET", "/r/a", headers), ROUTE, Map.of());
        exchange.change().headers().set("X-Anonymous-Consumer", "true").set("X-Consumer-Groups", "guests");

        UpstreamCall call = Exchanges.upstream(exchange);

        assertThat(call.headers().all("X-Anonymous-Consumer")).containsExactly("true");
        assertThat(call.headers().all("X-Consumer-Groups")).containsExactly("guests");
    }

    @Test
    void onlyAWebSocketHandshakeIsAnUpgrade() {
        UpstreamCall socket = sent(Headers.of("Host", "h", "Connection", "Upgrade", "Upgrade", "WebSocket"));
        UpstreamCall other = sent(Headers.of("Host", "h", "Connection", "Upgrade", "Upgrade", "h2c"));

        assertThat(socket.headers().all("Connection")).containsExactly("keep-alive, Upgrade");
        assertThat(socket.headers().all("Upgrade")).containsExactly("websocket");
        assertThat(other.headers().all("Connection")).containsExactly("keep-alive");
        assertThat(other.headers().contains("Upgrade")).isFalse();
    }

    @Test
    void pluginsChooseTargetMethodAndHost() {
        Exchange exchange = Exchanges.matched(new FakeRequest("GET", "/r/a?x=1"), ROUTE, Map.of());
        exchange.change().method("PUT");
        exchange.change().upstreamPath("/other path");
        exchange.change().query("y=2");
        exchange.change().upstreamHost("other.test:81");

        UpstreamCall call = Exchanges.upstream(exchange);

        assertThat(call.method()).isEqualTo("PUT");
        assertThat(call.target()).isEqualTo("/other%20path?y=2");
        assertThat(call.headers().all("Host")).containsExactly("other.test:81");
        assertThat(call.serverName()).isEqualTo("other.test");
    }

    private static UpstreamCall sent(Headers headers) {
        return Exchanges.upstream(Exchanges.matched(new FakeRequest("GET", "/r/a", headers), ROUTE, Map.of()));
    }
}
