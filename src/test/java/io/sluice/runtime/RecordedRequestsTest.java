package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Completion;
import io.sluice.api.Exchange;
import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.Reply;
import io.sluice.api.RequestBody;
import io.sluice.listen.HttpServer;
import io.sluice.router.Calculation;
import io.sluice.router.Router;
import io.sluice.settings.ClientAddressSettings;
import io.sluice.settings.ClientLimits;
import io.sluice.settings.Listener;
import io.sluice.settings.SoKeepalive;
import io.sluice.upstream.Proxy;
import io.sluice.upstream.ProxySettings;
import io.sluice.wire.http2.Http2Client;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is recorded of a request is what was answered, whoever answered it and however early. */
@Timeout(60)
class RecordedRequestsTest {

    private static final int MOST_BODY = 1000;

    private final Proxy proxy = new Proxy(ProxySettings.DEFAULT);
    private final BlockingQueue<String> recorded = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> logged = new LinkedBlockingQueue<>();
    private Gateway gateway;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        Plugin reader = new Plugin() {
            @Override
            public void access(Exchange exchange) throws RequestBody.Broken {
                try {
                    exchange.reply(Reply.json(
                            200, "{\"read\":" + exchange.request().body().bytes(1 << 20).length + "}"));
                } catch (RequestBody.TooLarge _) {
                    exchange.reply(Reply.json(413, "{}"));
                }
            }

            @Override
            public void log(Exchange exchange, Completion completion) {
                logged.add(exchange.received().method() + " " + completion.status());
            }
        };
        PluginEnv.Entry global = new PluginEnv.Entry(UUID.randomUUID(), null, null, null, null);
        Snapshot snapshot = new Snapshot(
                Router.compile(List.of(Entities.route("take", null)), Calculation.ORIGINAL),
                List.of(PluginInstance.of("reader", 1, global, reader)));
        gateway = new Gateway(
                snapshot,
                proxy,
                new Gateway.AnswerStyle(GatewayHeaders.DEFAULT, "text/plain", TextCharset.NONE),
                Duration.ofSeconds(10),
                List.of((exchange, completion) -> recorded.add(line(exchange, completion))));
        Listener listener = new Listener("127.0.0.1", 0, false, true, false, 100, SoKeepalive.OFF, true);
        ClientLimits.Patience usual = ClientLimits.DEFAULT.patience();
        server = HttpServer.start(
                List.of(new HttpServer.Binding("test", listener, gateway)),
                ClientLimits.DEFAULT
                        .withBody(MOST_BODY, "text/plain")
                        .withPatience(new ClientLimits.Patience(
                                usual.head(), Duration.ofMillis(300), usual.sendGap(), usual.idle())),
                ClientAddressSettings.DEFAULT,
                Duration.ofSeconds(5));
    }

    @AfterEach
    void stop() {
        server.close();
        gateway.close();
        proxy.close();
    }

    private static String line(Exchange exchange, Completion completion) {
        return exchange.received().method() + " " + exchange.received().target() + " "
                + exchange.received().httpVersion() + " " + completion.status();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST /take HTTP/1.1\\nHost: h\\nContent-Length: 2\\n\\nhi                      | 200 | POST /take 1.1
            POST /take HTTP/1.1\\nHost: h\\nTransfer-Encoding: chunked\\n\\nffff\\nAAAA         | 413 | POST /take 1.1
            POST /take HTTP/1.1\\nHost: h\\nTransfer-Encoding: chunked\\n\\nzz\\n               | 400 | POST /take 1.1
            POST /take HTTP/1.1\\nHost: h\\nContent-Length: 99999\\n\\n                     | 413 | POST /take 1.1
            POST /take HTTP/1.1\\n\\n                                                     | 400 | POST /take 1.1
            POST /take HTTP/1.1\\nHost: h\\nTransfer-Encoding: gzip\\n\\n                    | 501 | POST /take 1.1
            TRACE /take HTTP/1.1\\nHost: h\\n\\n                                           | 405 | TRACE /take 1.1
            GET /take HTTP/3.0\\nHost: h\\n\\n                                             | 505 | GET /take 3.0
            GET /%zz HTTP/1.1\\nHost: h\\n\\n                                              | 400 | GET /%zz 1.1
            get /take HTTP/1.1\\nHost: h\\n\\n                                             | 400 | get /take 1.1
            nonsense\\n\\n                                                                | 400 | ' nonsense 1.1'
            GET /LONG HTTP/1.1\\nHost: h\\n\\n                                             | 414 | ' '
            GET /take HTTP/1.1\\nHost: h\\nX: LONG\\n\\n                                    | 400 | GET /take 1.1
            """)
    void theStatusThatWasSentIsRecordedOnce(String request, int status, String line) throws Exception {
        String sent =
                request.replace("\\n", "\r\n").replace("LONG", "a".repeat(9000)).replace("AAAA", "a".repeat(2000));
        String answer = exchange(sent);

        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        assertThat(recorded.poll(10, TimeUnit.SECONDS)).startsWith(line).endsWith(" " + status);
        assertThat(logged.poll(10, TimeUnit.SECONDS)).endsWith(" " + status);
        assertThat(recorded).isEmpty();
    }

    @Test
    void aBodyThatDoesNotComeInTimeIs408() throws Exception {
        assertThat(exchange("POST /take HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nhi"))
                .isEmpty();

        assertThat(recorded.poll(10, TimeUnit.SECONDS)).isEqualTo("POST /take 1.1 408");
    }

    @Test
    void aRefusedStreamIsARequestToo() throws Exception {
        try (Http2Client client = Http2Client.connect(server.ports().getFirst())) {
            assertThat(client.request(1, true, "TRACE", "/take").answer(1).headers)
                    .containsEntry(":status", "405");
            assertThat(client.request(3, false, "POST", "/take", "content-length", "99999")
                            .answer(3)
                            .headers)
                    .containsEntry(":status", "413");
        }
        assertThat(recorded.poll(10, TimeUnit.SECONDS)).isEqualTo("TRACE /take 2.0 405");
        assertThat(recorded.poll(10, TimeUnit.SECONDS)).isEqualTo("POST /take 2.0 413");
    }

    private String exchange(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.ports().getFirst())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            byte[] head = new byte[12];
            int count = socket.getInputStream().readNBytes(head, 0, head.length);
            return new String(head, 0, count, StandardCharsets.ISO_8859_1) + (count == head.length ? " " : "");
        }
    }
}
