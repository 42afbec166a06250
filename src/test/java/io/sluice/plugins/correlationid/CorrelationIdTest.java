package io.sluice.plugins.correlationid;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Exchange;
import io.sluice.api.Headers;
import io.sluice.api.Plugin;
import io.sluice.runtime.Exchanges;
import io.sluice.runtime.PluginRun;
import io.sluice.testing.Configured;
import io.sluice.testing.FakeHead;
import io.sluice.testing.FakeHost;
import io.sluice.testing.FakeRequest;
import io.sluice.testing.OnePlugin;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorrelationIdTest {

    private static final String NAME = "correlation-id";
    private static final String UUID_V4 = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    private final FakeHost host = new FakeHost();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "uuid         | ^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
                "uuid#counter | ^0a0a0a0a-0000-4000-8000-000000000001#1$",
                "tracker      | ^127\\.0\\.0\\.1-8000-4711-7-1-1795608000\\.042$",
            })
    void generatorsHaveKongsFormats(String generator, String expected) throws Exception {
        host.now = Instant.ofEpochMilli(1_795_608_000_042L);
        OnePlugin plugin = new OnePlugin(NAME, "{generator: '" + generator + "'}", host);

        assertThat(ids(plugin.send(request()))).singleElement().asString().matches(expected);
    }

    @Test
    void uuidsDifferFromRequestToRequest() throws Exception {
        OnePlugin plugin = new OnePlugin(NAME, "{generator: uuid}", host);

        assertThat(ids(plugin.send(request()))).isNotEqualTo(ids(plugin.send(request())));
    }

    @Test
    void allEntriesOfTheProcessShareOneCounter() throws Exception {
        OnePlugin one = new OnePlugin(NAME, "{}", host);
        OnePlugin other = new OnePlugin(NAME, "{}", host);

        assertThat(ids(one.send(request()))).containsExactly(FakeHost.NODE.id() + "#1");
        assertThat(ids(other.send(request()))).containsExactly(FakeHost.NODE.id() + "#2");
        host.now = host.now.plusSeconds(40_000_000);
        assertThat(ids(one.send(request()))).containsExactly(FakeHost.NODE.id() + "#3");
    }

    /** Values of the header as the client sends it, and as it goes on; N is a new one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {"a | a", "a,b | a,b", "\"\" | N", "\"  \" | N", "\" ,b\" | N", "a, | a,"})
    void aClientsValueStaysUnlessTheFirstIsBlank(String sent, String expected) throws Exception {
        OnePlugin plugin = new OnePlugin(NAME, "{echo_downstream: true}", host);
        Headers headers = new Headers();
        Arrays.stream(sent.split(",", -1)).forEach(value -> headers.add("kong-request-id", value));

        PluginRun.Outcome outcome = plugin.send(new FakeRequest("GET", "/", headers));

        List<String> ids = expected.equals("N") ? List.of(FakeHost.NODE.id() + "#1") : List.of(expected.split(",", -1));
        assertThat(ids(outcome)).isEqualTo(ids);
        assertThat(outcome.reply().headers().all("Kong-Request-ID")).containsExactly(ids.getFirst());
    }

    @Test
    void aNameWithUnderscoresFindsDashes() throws Exception {
        OnePlugin plugin = new OnePlugin(NAME, "{header_name: X_Rid, echo_downstream: true}", host);

        PluginRun.Outcome outcome = plugin.send(new FakeRequest("GET", "/", Headers.of("X-Rid", "a")));

        assertThat(outcome.upstream().headers().contains("X_Rid")).isFalse();
        assertThat(outcome.reply().headers().all("X_Rid")).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theEchoReplacesTheUpstreamsHeaderUnderTheConfiguredName(boolean echo) throws Exception {
        OnePlugin plugin = new OnePlugin(NAME, "{header_name: X-Rid, echo_downstream: " + echo + "}", host);
        Headers upstream = Headers.of("x-rid", "theirs");

        PluginRun.Outcome outcome = plugin.send(new FakeRequest("GET", "/", Headers.of("X-Rid", "mine")), upstream);

        assertThat(outcome.reply().headers().all("X-Rid")).containsExactly(echo ? "mine" : "theirs");
        assertThat(outcome.reply().headers().toString()).isEqualTo(echo ? "[X-Rid]" : "[x-rid]");
    }

    @Test
    void theLogEntryHasIt() throws Exception {
        Exchange exchange = Exchanges.of(new FakeRequest("GET", "/", Headers.of("Kong-Request-ID", "a")));

        Configured.plugin(new CorrelationIdFactory(), "{}", host).access(exchange);

        assertThat(exchange.logFields()).containsEntry("correlation_id", "a");
    }

    @Test
    void withoutAccessTheResponseStillGetsOne() throws Exception {
        Plugin plugin = Configured.plugin(new CorrelationIdFactory(), "{generator: uuid, echo_downstream: true}", host);
        FakeHead head = new FakeHead(404, new Headers());

        plugin.headerFilter(Exchanges.of(new FakeRequest("GET", "/", Headers.of("Kong-Request-ID", "a"))), head);
        assertThat(head.headers().first("Kong-Request-ID")).contains("a");
        plugin.headerFilter(Exchanges.of(request()), head);
        assertThat(head.headers().first("Kong-Request-ID").orElseThrow()).matches(UUID_V4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{generator: snowflake} | ERROR /generator expected one of: uuid, uuid#counter, tracker",
                "{header_name: ''}      | ERROR /header_name length must be at least 1",
                "{header_name: 'a b'}   | ERROR /header_name bad header name 'a b'",
            })
    void badConfigurationsAreRefused(String config, String problem) {
        assertThat(OnePlugin.problems(NAME, config)).first().asString().startsWith(problem);
    }

    private static FakeRequest request() {
        return new FakeRequest("GET", "/");
    }

    private static List<String> ids(PluginRun.Outcome outcome) {
        return outcome.upstream().headers().all("Kong-Request-ID");
    }
}
