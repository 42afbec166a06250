package io.sluice.plugins.acl;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Exchange;
import io.sluice.api.Headers;
import io.sluice.api.Preview;
import io.sluice.api.Secret;
import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.Credential;
import io.sluice.config.DeclarationLoader;
import io.sluice.config.PluginSchemas;
import io.sluice.problem.Problem;
import io.sluice.runtime.Exchanges;
import io.sluice.testing.Consumers;
import io.sluice.testing.FakeHost;
import io.sluice.testing.FakeRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AclTest {

    private static final FakeHost HOST = Consumers.of("""
            {"consumers": [
              {"username": "ab", "acls": [{"group": "b"}, {"group": "a"}], "groups": [{"name": "gold"}, {"name": "a"}]},
              {"username": "c", "acls": [{"group": "c"}]},
              {"username": "none", "groups": [{"name": "gold"}]},
              {"username": "umlaut", "acls": [{"group": "\u00fc"}]}]}
            """);

    /** Who: a consumer with a credential, {@code ?name} for an anonymous one, {@code -} for nobody. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // allow: real, anonymous, nobody
                "allow a      | ab     |     | b, a",
                "allow x,b    | ab     |     | b, a",
                "allow c      | ab     |     | 403",
                "allow A      | ab     |     | 403",
                "allow ab     | ab     |     | 403",
                "allow a      | none   |     | 403",
                "allow a      | ?ab    |     | b, a",
                "allow c      | ?ab    |     | 403",
                "allow a      | ?none  |     | 401",
                "allow a      | -      |     | 401",
                "allow \u00fc | umlaut |     | \u00c3\u00bc",
                // deny
                "deny a       | ab     |     | 403",
                "deny c       | ab     |     | b, a",
                "deny a       | none   |     | ''",
                "deny a       | ?ab    |     | 403",
                "deny a       | ?none  |     | ''",
                "deny a       | -      |     | 401",
                // groups vouched for: instead of nobody's and an anonymous one's, not of a real consumer's
                "allow v      | -      | v,w | vouched v, w",
                "allow a      | -      | v   | 403",
                "allow v      | ?ab    | v   | vouched v",
                "allow a      | ?ab    | v   | 403",
                "allow a      | ab     | v   | b, a",
                "allow v      | ab     | v   | 403",
                "deny v       | -      | v   | 403",
                "deny v       | -      | w   | vouched w",
                "deny v       | ab     | v   | b, a",
                // but always, if so configured, and if there are any
                "always, allow v | ab  | v   | vouched v",
                "always, allow a | ab  | v   | 403",
                "always, allow a | ab  |     | b, a",
                "always, deny v  | ab  | v   | 403",
                "always, allow a | ?none |   | 401",
                // consumer groups
                "consumers, allow gold | ab    |   | b, a, gold",
                "consumers, allow gold | none  |   | gold",
                "consumers, allow gold | ?none |   | gold",
                "consumers, allow gold | c     |   | 403",
                "consumers, deny gold  | none  |   | 403",
                "allow gold            | none  |   | 403",
            })
    void groupsDecide(String config, String who, String vouched, String outcome) {
        Exchange exchange = exchange(who);
        exchange.authenticatedGroups(vouched == null ? List.of() : List.of(vouched.split(",")));

        acl(config, false).access(exchange);

        assertThat(outcome(exchange)).isEqualTo(outcome.equals("''") ? "" : outcome);
        if (exchange.reply() != null) {
            assertThat(exchange.reply().headers().contains("WWW-Authenticate")).isFalse();
            assertThat(new String(exchange.reply().body(), StandardCharsets.UTF_8))
                    .contains(outcome.equals("401") ? "Unauthorized" : "You cannot consume this service");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"allow a | ab | ", "deny x | none | ", "allow v | ab | v"})
    void theHeaderCanBeHiddenAndAClientsOwnNeverPasses(String config, String who, String vouched) {
        Exchange exchange = exchange(who);
        exchange.authenticatedGroups(vouched == null ? List.of() : List.of(vouched));

        acl(vouched == null ? config : "always, " + config, true).access(exchange);

        assertThat(exchange.reply()).isNull();
        assertThat(exchange.request().headers().contains("X-Consumer-Groups")).isFalse();
        assertThat(exchange.request().headers().contains("X-Authenticated-Groups"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{allow: [a], deny: []}", "{allow: [], deny: [b]}"})
    void anEmptyListCountsAsNone(String config) {
        assertThat(problems(config)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{allow: []}", "{allow: [], deny: []}"})
    void oneListMustBeThere(String config) {
        assertThat(problems(config))
                .containsExactlyInAnyOrder(
                        "exactly one of these fields must be non-empty: 'config.allow', 'config.deny'",
                        "at least one of these fields must be non-empty: 'config.allow', 'config.deny'");
    }

    @Test
    void bothListsAreTooMany() {
        assertThat(problems("{allow: [a], deny: [b]}"))
                .containsExactly("exactly one of these fields must be non-empty: 'config.allow', 'config.deny'");
        assertThat(problems("{allow: ['']}")).containsExactly("length must be at least 1");
    }

    @Test
    void previewsTellWhetherItWouldPass() {
        assertThat(acl("allow a", false).preview(exchange("ab")).map(Preview::summary))
                .contains("passes");
        assertThat(acl("allow a", false).preview(exchange("c")).map(Preview::summary))
                .contains("would refuse with 403");
    }

    /** The status of a refusal, or what the upstream is told. */
    private static String outcome(Exchange exchange) {
        if (exchange.reply() != null) {
            return Integer.toString(exchange.reply().status());
        }
        Headers told = exchange.request().headers();
        assertThat(told.all("X-Consumer-Groups").size()
                        + told.all("X-Authenticated-Groups").size())
                .isEqualTo(1);
        return told.first("X-Consumer-Groups")
                .orElseGet(
                        () -> "vouched " + told.first("X-Authenticated-Groups").orElseThrow());
    }

    private static Exchange exchange(String who) {
        Exchange exchange = Exchanges.of(
                new FakeRequest("GET", "/", Headers.of("x-consumer-groups", "root", "X-Authenticated-Groups", "root")));
        if (who != null) {
            Consumer consumer =
                    HOST.credentials().consumer(who.replace("?", "")).orElseThrow();
            Credential credential =
                    new Credential(UUID.randomUUID(), "keyauth_credentials", consumer, new Secret("k"), null, null);
            exchange.authenticate(consumer, who.startsWith("?") ? null : credential);
        }
        return exchange;
    }

    private static Acl acl(String config, boolean hides) {
        List<String> groups = List.of(config.replaceFirst(".*(allow|deny) ", "").split(","));
        boolean allows = config.contains("allow ");
        return new Acl(
                new AclConfig(
                        allows ? groups : List.of(),
                        allows ? null : groups,
                        hides,
                        config.startsWith("always"),
                        config.startsWith("consumers")),
                HOST.credentials());
    }

    private static List<String> problems(String config) {
        String file = "{_format_version: '3.0', plugins: [{name: acl, config: " + config + "}]}";
        return new DeclarationLoader(new PluginSchemas(Set.of("acl")), Map.<String, String>of()::get)
                .load("kong.yml", file).problems().stream()
                        .map(Problem::message)
                        .toList();
    }
}
