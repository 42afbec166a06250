package io.sluice.examples;

import static io.sluice.testing.Completions.answeredHere;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Exchange;
import io.sluice.api.Headers;
import io.sluice.api.HostLimits;
import io.sluice.api.LogEntry;
import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.PluginFactory;
import io.sluice.api.Preview;
import io.sluice.api.Reply;
import io.sluice.config.ConfigBinder;
import io.sluice.config.DeclarationLoader;
import io.sluice.config.PluginEntry;
import io.sluice.config.PluginSchemas;
import io.sluice.runtime.Exchanges;
import io.sluice.runtime.PluginCatalog;
import io.sluice.testing.AuthorsJar;
import io.sluice.testing.FakeBody;
import io.sluice.testing.FakeHead;
import io.sluice.testing.FakeHost;
import io.sluice.testing.FakeRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example for authors, built as an author would and loaded as a host does. */
class WebhookSignatureTest {

    private static final Path PROJECT = Path.of("examples/webhook-signature");
    private static final String BODY = "{\"order\":42}";

    private static PluginCatalog catalog;
    private static PluginEntry entry;

    private final FakeHost host = new FakeHost();

    @BeforeAll
    static void build(@TempDir Path folder, @TempDir Path scratch) throws Exception {
        AuthorsJar.ofProject(PROJECT).write(folder.resolve("webhook-signature.jar"), scratch);
        catalog = PluginCatalog.discover(folder).enabled(List.of("bundled", "webhook-signature"));
        DeclarationLoader.Loaded loaded = new DeclarationLoader(
                        new PluginSchemas(catalog.loaders()), Map.<String, String>of()::get)
                .load(PROJECT.resolve("webhooks.yml"));
        assertThat(loaded.problems()).isEmpty();
        entry = loaded.declaration().plugins().stream()
                .filter(plugin -> plugin.name().equals("webhook-signature"))
                .findFirst()
                .orElseThrow();
    }

    @AfterAll
    static void close() {
        catalog.close();
    }

    @Test
    void whatIsSignedPasses() throws Exception {
        Exchange exchange = access(plugin(), signed(sign(BODY)));

        assertThat(exchange.reply()).isNull();
        assertVerdict(exchange, "valid");
    }

    @ParameterizedTest
    @CsvSource({"'', 401, wrong", "sha256=00, 401, wrong", "none, 401, missing"})
    void whatIsNotIsRefused(String signature, int status, String verdict) throws Exception {
        Exchange exchange =
                access(plugin(), signature.equals("none") ? new FakeRequest("POST", "/webhooks") : signed(signature));

        assertThat(exchange.reply()).extracting(Reply::status).isEqualTo(status);
        assertVerdict(exchange, verdict);
    }

    @Test
    void aBodyThatIsTooLargeIsNotLetThrough() throws Exception {
        HostLimits few = new HostLimits(1, BODY.length() - 1, 100, 100, 100, Duration.ofSeconds(1));
        FakeHost small = new FakeHost(few, _ -> {
            throw new AssertionError("nothing is sent");
        });

        Exchange exchange = access(plugin(small), signed(sign(BODY)));

        assertThat(exchange.reply()).extracting(Reply::status).isEqualTo(413);
    }

    @Test
    void aWebhookIsTakenOnceWithinItsTime() throws Exception {
        Plugin plugin = plugin();
        assertThat(access(plugin, signed(sign(BODY))).reply()).isNull();
        Exchange again = access(plugin, signed(sign(BODY)));
        host.now = host.now.plusSeconds(301);
        Exchange later = access(plugin, signed(sign(BODY)));

        assertThat(again.reply()).extracting(Reply::status).isEqualTo(409);
        assertVerdict(again, "repeated");
        assertThat(later.reply()).isNull();
    }

    @Test
    void aPreviewHasNoEffect() throws Exception {
        Plugin plugin = plugin();
        Exchange asked = Exchanges.of(signed(sign(BODY)));

        assertThat(plugin.preview(asked)).contains(Preview.of("the signature is valid"));

        assertThat(asked.reply()).isNull();
        assertThat(access(plugin, signed(sign(BODY))).reply()).isNull();
    }

    private void assertVerdict(Exchange exchange, String verdict) throws Exception {
        Plugin plugin = plugin();
        FakeHead head = new FakeHead(200, new Headers());
        plugin.headerFilter(exchange, head);
        plugin.log(exchange, answeredHere(200, ""));

        assertThat(head.headers().first("X-Webhook-Signature")).contains(verdict);
        assertThat(LogEntry.of(exchange, answeredHere(200, ""), HostLimits.DEFAULT))
                .containsEntry("webhook_signature", verdict);
        assertThat(host.metrics().count("webhook_signature_requests_total", host.scope(), verdict))
                .isEqualTo(1);
    }

    private Plugin plugin() throws Exception {
        return plugin(host);
    }

    private static Plugin plugin(PluginEnv env) throws Exception {
        return create(catalog.find("webhook-signature").orElseThrow(), env);
    }

    private static <C extends Record> Plugin create(PluginFactory<C> factory, PluginEnv env) throws Exception {
        return factory.create(ConfigBinder.bind(entry.config(), factory.configType()), env);
    }

    private static Exchange access(Plugin plugin, FakeRequest request) throws Exception {
        Exchange exchange = Exchanges.of(request);
        plugin.access(exchange);
        return exchange;
    }

    private static FakeRequest signed(String signature) {
        return new FakeRequest(
                "POST",
                "/webhooks",
                Headers.of("X-Hub-Signature-256", signature),
                FakeBody.of(BODY.getBytes(StandardCharsets.UTF_8)));
    }

    private static String sign(String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        byte[] secret = "correct horse battery staple".getBytes(StandardCharsets.UTF_8);
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }
}
