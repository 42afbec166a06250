package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Exchange;
import io.sluice.api.Headers;
import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.Reply;
import io.sluice.api.Request;
import io.sluice.api.ResponseHead;
import io.sluice.api.entity.Service;
import io.sluice.router.Calculation;
import io.sluice.router.Router;
import io.sluice.testing.FakeRequest;
import io.sluice.upstream.Proxy;
import io.sluice.upstream.ProxySettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a service's response on its way to the client. */
class ProxiedAnswersTest {

    private final List<PluginInstance> plugins = new ArrayList<>();
    private final Proxy proxy = new Proxy(ProxySettings.DEFAULT);
    private ServerSocket upstream;
    private volatile String answer = "";

    @BeforeEach
    void start() throws IOException {
        upstream = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    @AfterEach
    void close() throws IOException {
        upstream.close();
        proxy.close();
    }

    private void serve() {
        while (true) {
            try (Socket socket = upstream.accept()) {
                BufferedReader head =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
                while (!head.readLine().isEmpty()) {
                    // the whole head
                }
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException _) {
                return;
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html | text/html; charset=UTF-8",
                "text/xml | text/xml; charset=UTF-8",
                "text/plain | text/plain; charset=UTF-8",
                "text/vnd.wap.wml | text/vnd.wap.wml; charset=UTF-8",
                "application/javascript | application/javascript; charset=UTF-8",
                "application/rss+xml | application/rss+xml; charset=UTF-8",
                "TEXT/HTML | TEXT/HTML; charset=UTF-8",
                "text/html; charset=latin1 | text/html; charset=latin1",
                "text/html;Charset=\"latin1\" | text/html;Charset=\"latin1\"",
                "text/html; level=1 | text/html; level=1",
                "text/css | text/css",
                "application/json | application/json",
            })
    void aTextWithoutACharsetIsSaidToBeUtf8(String sent, String passedOn) throws IOException {
        answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: " + sent + "\r\n\r\nok";

        FakeResponder client = send(new TextCharset("UTF-8"));

        assertThat(client.headers.all("Content-Type")).containsExactly(passedOn);
        assertThat(client.text()).isEqualTo("ok");
    }

    @Test
    void aTypeIsNeitherInventedNorTouchedWithoutTheSetting() throws IOException {
        answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
        assertThat(send(new TextCharset("UTF-8")).headers.contains("Content-Type"))
                .isFalse();

        answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/html\r\n\r\nok";
        assertThat(send(TextCharset.NONE).headers.all("Content-Type")).containsExactly("text/html");
    }

    @Test
    void theTypeThatAPluginLeavesCounts() throws IOException {
        add(new Plugin() {
            @Override
            public void headerFilter(Exchange exchange, ResponseHead head) {
                assertThat(head.headers().all("Content-Type")).containsExactly("text/html");
                head.headers().set("Content-Type", "text/plain");
            }
        });
        answer = "HTTP/1.1 404 Gone Away\r\nContent-Length: 2\r\nContent-Type: text/html\r\n\r\nno";

        FakeResponder client = send(new TextCharset("utf-8"));

        assertThat(client.status).isEqualTo(404);
        assertThat(client.headers.all("Content-Type")).containsExactly("text/plain; charset=utf-8");
    }

    @Test
    void aResponseThatIsHeldForAPluginIsTreatedAlike() throws IOException {
        add(new Plugin() {
            @Override
            public Reply response(Exchange exchange, Reply reply) {
                return reply;
            }
        });
        answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/html\r\n\r\nok";

        assertThat(send(new TextCharset("UTF-8")).headers.all("Content-Type"))
                .containsExactly("text/html; charset=UTF-8");
    }

    @Test
    void aResponseThatBreaksOffWhileItIsHeldIsABadGateway() throws IOException {
        add(new Plugin() {
            @Override
            public Reply response(Exchange exchange, Reply reply) {
                return reply;
            }
        });
        answer = "HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\nhalf";

        FakeResponder client = send(TextCharset.NONE);

        assertThat(client.status).isEqualTo(502);
        assertThat(client.text()).startsWith("An invalid response was received from the upstream server\n");
        assertThat(client.headers.contains("X-Kong-Upstream-Latency")).isTrue();
    }

    @Test
    void theHeadersOfAResponseAreAddedToAndNotRewritten() throws IOException {
        answer = "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nServer: theirs\r\nVia: 1.0 cache\r\n"
                + "Location: http://127.0.0.1/x\r\nContent-Encoding: gzip\r\nContent-Range: bytes */9\r\nETag: W/\"a\"\r\n\r\n";

        Headers headers = send(new TextCharset("UTF-8")).headers;

        assertThat(headers.all("Server")).containsExactly("theirs");
        assertThat(headers.first("Via").orElseThrow()).startsWith("1.0 cache, 1.1 sluice/");
        assertThat(headers.all("Location")).containsExactly("http://127.0.0.1/x");
        assertThat(headers.all("Content-Encoding")).containsExactly("gzip");
        assertThat(headers.all("Content-Range")).containsExactly("bytes */9");
        assertThat(headers.all("ETag")).containsExactly("W/\"a\"");
        assertThat(headers.contains("Date")).isFalse();
    }

    @Test
    void aClientOfGrpcIsToldOfAFailureInItsOwnWords() throws IOException {
        answer = "nothing like HTTP";
        Request request = new FakeRequest("POST", "/r", Headers.of("Host", "h", "Content-Type", "application/grpc"));
        Request http2 = (Request) java.lang.reflect.Proxy.newProxyInstance(
                Request.class.getClassLoader(),
                new Class<?>[] {Request.class},
                (_, method, arguments) ->
                        method.getName().equals("httpVersion") ? "2.0" : method.invoke(request, arguments));

        FakeResponder client = send(TextCharset.NONE, http2);

        assertThat(client.status).isEqualTo(502);
        assertThat(client.headers.all("grpc-message"))
                .containsExactly("An invalid response was received from the upstream server");
        assertThat(client.headers.contains("X-Kong-Upstream-Latency")).isTrue();
        assertThat(client.text()).isEmpty();
    }

    private void add(Plugin plugin) {
        plugins.add(PluginInstance.of("p", 1, new PluginEnv.Entry(UUID.randomUUID(), null, null, null, null), plugin));
    }

    private FakeResponder send(TextCharset charset) throws IOException {
        return send(charset, new FakeRequest("GET", "/r"));
    }

    private FakeResponder send(TextCharset charset, Request request) throws IOException {
        Snapshot snapshot =
                new Snapshot(Router.compile(List.of(Entities.route("r", service())), Calculation.ORIGINAL), plugins);
        try (Gateway gateway = new Gateway(
                snapshot,
                proxy,
                new Gateway.AnswerStyle(GatewayHeaders.DEFAULT, "text/plain", charset),
                Duration.ofSeconds(5),
                List.of())) {
            FakeResponder client = new FakeResponder();
            gateway.handle(request, client);
            return client;
        }
    }

    private Service service() {
        return new Service(
                UUID.randomUUID(),
                "s",
                "http",
                "127.0.0.1",
                upstream.getLocalPort(),
                null,
                0,
                5000,
                5000,
                5000,
                true,
                null,
                null,
                null,
                List.of(),
                Set.of());
    }
}
