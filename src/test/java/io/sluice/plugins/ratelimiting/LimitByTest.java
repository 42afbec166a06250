package io.sluice.plugins.ratelimiting;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Exchange;
import io.sluice.api.Headers;
import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv.Entry;
import io.sluice.api.Secret;
import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.ConsumerGroup;
import io.sluice.api.entity.Credential;
import io.sluice.api.entity.Service;
import io.sluice.runtime.Entities;
import io.sluice.runtime.Exchanges;
import io.sluice.testing.Configured;
import io.sluice.testing.FakeHost;
import io.sluice.testing.FakeRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which requests share a counter: each test sends two and says whether the second is refused, with one request a day. */
class LimitByTest {

    private static final ConsumerGroup GOLD = new ConsumerGroup(UUID.randomUUID(), "gold", Set.of());
    private static final ConsumerGroup FREE = new ConsumerGroup(UUID.randomUUID(), "free", Set.of());
    private static final Map<String, Consumer> CONSUMERS =
            Map.of("bob", consumer("bob", GOLD, FREE), "ann", consumer("ann", FREE), "cid", consumer("cid", GOLD));
    private static final Map<String, Service> SERVICES = Map.of("s", Entities.service("s"), "t", Entities.service("t"));

    private final FakeHost host = new FakeHost();

    private static Consumer consumer(String name, ConsumerGroup... groups) {
        return new Consumer(UUID.randomUUID(), name, null, List.of(groups), Set.of());
    }

    /** A request: path, address, X-Tenant, consumer, credential, service; {@code -} for none. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // consumer, else its credential, else the address
                "consumer       | /a 1.1.1.1 - bob 1 s | /b 2.2.2.2 - bob 2 s | true",
                "consumer       | /a 1.1.1.1 - bob 1 s | /a 1.1.1.1 - ann 1 s | false",
                "consumer       | /a 1.1.1.1 - - - s   | /a 1.1.1.1 - - - s   | true",
                "consumer       | /a 1.1.1.1 - - - s   | /a 2.2.2.2 - - - s   | false",
                "consumer       | /a 1.1.1.1 - bob - s | /a 2.2.2.2 - bob - s | true",
                "credential     | /a 1.1.1.1 - bob 1 s | /a 2.2.2.2 - bob 1 s | true",
                "credential     | /a 1.1.1.1 - bob 1 s | /a 1.1.1.1 - bob 2 s | false",
                "credential     | /a 1.1.1.1 - bob - s | /a 1.1.1.1 - ann - s | true",
                "ip             | /a 1.1.1.1 - bob 1 s | /b 1.1.1.1 - ann 2 s | true",
                "ip             | /a 1.1.1.1 - bob 1 s | /a 2.2.2.2 - bob 1 s | false",
                "service        | /a 1.1.1.1 - bob 1 s | /b 2.2.2.2 - ann 2 s | true",
                "service        | /a 1.1.1.1 - bob 1 s | /a 1.1.1.1 - bob 1 t | false",
                "service        | /a 1.1.1.1 - bob 1 - | /a 1.1.1.1 - ann 1 - | true",
                "service        | /a 1.1.1.1 - bob 1 - | /a 2.2.2.2 - bob 1 - | false",
                "header         | /a 1.1.1.1 x bob 1 s | /b 2.2.2.2 x ann 2 s | true",
                "header         | /a 1.1.1.1 x bob 1 s | /a 1.1.1.1 X bob 1 s | false",
                "header         | /a 1.1.1.1 _ bob 1 s | /a 2.2.2.2 _ bob 1 s | true",
                "header         | /a 1.1.1.1 _ bob 1 s | /a 1.1.1.1 - bob 1 s | false",
                "header         | /a 1.1.1.1 - bob 1 s | /a 1.1.1.1 - ann 1 s | true",
                "header         | /a 1.1.1.1 - bob 1 s | /a 2.2.2.2 - bob 1 s | false",
                // paths are compared whole and normalised; all others share the address
                "path           | /a 1.1.1.1 - bob 1 s | /a?q=1 2.2.2.2 - ann 2 s | true",
                "path           | /a 1.1.1.1 - bob 1 s | /./x/../%61 2.2.2.2 - bob 1 s | true",
                "path           | /a 1.1.1.1 - bob 1 s | /a/ 1.1.1.1 - bob 1 s | false",
                "path           | /b 1.1.1.1 - bob 1 s | /c 1.1.1.1 - ann 2 s | true",
                "path           | /b 1.1.1.1 - bob 1 s | /c 2.2.2.2 - bob 1 s | false",
                "consumer-group | /a 1.1.1.1 - bob 1 s | /a 2.2.2.2 - cid 2 s | true",
                "consumer-group | /a 1.1.1.1 - bob 1 s | /a 1.1.1.1 - ann 1 s | false",
                "consumer-group | /a 1.1.1.1 - - - s   | /a 1.1.1.1 - - - s   | true",
                "consumer-group | /a 1.1.1.1 - - - s   | /a 2.2.2.2 - - - s   | false",
            })
    void requestsShareACounter(String by, String first, String second, boolean shared) throws Exception {
        Plugin plugin = plugin(by, host);

        assertThat(refused(plugin, first)).isFalse();
        assertThat(refused(plugin, second)).isEqualTo(shared);
    }

    @Test
    void aPathIsComparedInNormalForm() throws Exception {
        Plugin plugin = Configured.plugin(new RateLimitingFactory(), "{day: 1, limit_by: path, path: /Ab}", host);

        assertThat(refused(plugin, "/%41b 1.1.1.1 - - - s")).isFalse();
        assertThat(refused(plugin, "/A%62 2.2.2.2 - - - s")).isTrue();
    }

    @Test
    void aHeaderNameWithUnderscoresFindsDashes() throws Exception {
        Plugin plugin =
                Configured.plugin(new RateLimitingFactory(), "{day: 1, limit_by: header, header_name: X_Tenant}", host);

        assertThat(refused(plugin, "/ 1.1.1.1 x - - s")).isFalse();
        assertThat(refused(plugin, "/ 2.2.2.2 x - - s")).isTrue();
    }

    @Test
    void theGroupOfTheEntryComesBeforeTheConsumers() throws Exception {
        host.entry = new Entry(UUID.randomUUID(), null, null, null, FREE.id());
        Plugin plugin = plugin("consumer-group", host);

        assertThat(refused(plugin, "/a 1.1.1.1 - bob 1 s")).isFalse();
        assertThat(refused(plugin, "/a 1.1.1.1 - ann 1 s")).isTrue();
    }

    /** Entries as route, service and consumer, {@code -} for none: what they are scoped to tells counters apart. */
    @ParameterizedTest
    @CsvSource({
        "r - -, r - -, true",
        "r - -, q - -, false",
        "- s -, - s -, true",
        "- s -, - t -, false",
        "r - -, - s -, false",
        "r s -, r - -, false",
        "- - -, - - c, true",
        "- - b, - - c, true",
        "r - b, r - c, true",
    })
    void entriesShareCountersByRouteAndService(String first, String second, boolean shared) throws Exception {
        assertThat(refused(plugin("ip", host.at(entry(first))), "/a 1.1.1.1 - - - s"))
                .isFalse();
        assertThat(refused(plugin("ip", host.at(entry(second))), "/a 1.1.1.1 - - - s"))
                .isEqualTo(shared);
    }

    private static Entry entry(String written) {
        String[] ids = written.split(" ");
        return new Entry(UUID.randomUUID(), id(ids[0]), id(ids[1]), id(ids[2]), null);
    }

    private static UUID id(String name) {
        return name.equals("-") ? null : UUID.nameUUIDFromBytes(new byte[] {(byte) name.charAt(0)});
    }

    private static Plugin plugin(String by, FakeHost host) throws Exception {
        return Configured.plugin(
                new RateLimitingFactory(), "{day: 1, limit_by: " + by + ", header_name: X-Tenant, path: /a}", host);
    }

    private static boolean refused(Plugin plugin, String written) throws Exception {
        String[] request = written.split(" ");
        Headers headers = Headers.of("Host", "example.com");
        if (!request[2].equals("-")) {
            headers.add("x-tenant", request[2].equals("_") ? "" : request[2]);
        }
        Exchange exchange = Exchanges.matched(
                new FakeRequest("GET", request[0], headers).from(request[1]),
                Entities.route("r", SERVICES.get(request[5])),
                Map.of());
        Consumer consumer = CONSUMERS.get(request[3]);
        if (consumer != null) {
            exchange.authenticate(consumer, credential(request[4], consumer));
        }
        plugin.access(exchange);
        return exchange.reply() != null;
    }

    private static Credential credential(String name, Consumer consumer) {
        return name.equals("-")
                ? null
                : new Credential(id(name), "keyauth_credentials", consumer, new Secret(name), null, null);
    }
}
