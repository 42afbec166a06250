package io.sluice.plugins.iprestriction;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Reply;
import io.sluice.testing.FakeHost;
import io.sluice.testing.FakeRequest;
import io.sluice.testing.OnePlugin;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpRestrictionTest {

    private static final String NAME = "ip-restriction";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{allow: [127.0.0.1]}                        | 127.0.0.1       | 200",
                "{allow: [127.0.0.1]}                        | 127.0.0.2       | 403",
                "{allow: [10.0.0.0/8, '::1']}                | 10.255.0.1      | 200",
                "{allow: [10.0.0.0/8, '::1']}                | ::1             | 200",
                "{allow: [10.0.0.0/8, '::1']}                | 0:0:0:0:0:0:0:1 | 200",
                "{allow: [10.0.0.0/8, '::1']}                | 11.0.0.1        | 403",
                "{deny: [10.0.0.0/8]}                        | 10.0.0.1        | 403",
                "{deny: [10.0.0.0/8]}                        | 11.0.0.1        | 200",
                "{deny: ['2001:db8::/32']}                   | 2001:db8::5     | 403",
                "{deny: [10.0.0.5], allow: [10.0.0.0/24]}    | 10.0.0.5        | 403",
                "{deny: [10.0.0.5], allow: [10.0.0.0/24]}    | 10.0.0.6        | 200",
                "{deny: [10.0.0.5], allow: [10.0.0.0/24]}    | 10.0.1.6        | 403",
                "{deny: [10.0.0.5], allow: []}               | 10.0.1.6        | 200",
                "{allow: [127.0.0.9/24]}                     | 127.0.0.200     | 200",
                "{allow: [127.0.0.9/24]}                     | 127.0.1.9       | 403",
                "{deny: [0.0.0.0/0]}                         | ::1             | 200",
                "{deny: ['::/0']}                            | 127.0.0.1       | 200",
                "{deny: ['::ffff:127.0.0.1']}                | 127.0.0.1       | 200",
                "{allow: ['::ffff:127.0.0.1']}               | 127.0.0.1       | 403",
                "{deny: ['::ffff:127.0.0.0/104']}            | 127.0.0.1       | 200",
                "{deny: [10.0.0.1], status: 404}             | 10.0.0.1        | 404",
                "{deny: [10.0.0.1], status: 451.9}           | 10.0.0.1        | 451",
                "{deny: [10.0.0.1], status: 200}             | 10.0.0.1        | 500",
            })
    void listsDecide(String config, String address, int status) throws Exception {
        assertThat(reply(config, address).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{deny: [10.0.0.1]}                   | 10.0.0.1    | IP address not allowed: 10.0.0.1",
                "{deny: ['2001:db8::/32']}            | 2001:db8::5 | IP address not allowed: 2001:db8::5",
                "{deny: [10.0.0.1], message: go away} | 10.0.0.1    | go away",
            })
    void theRefusalNamesTheAddressUnlessItIsToldWhatToSay(String config, String address, String message)
            throws Exception {
        assertThat(text(reply(config, address))).contains("\"message\":\"" + message + "\"", "\"request_id\":");
    }

    @Test
    void aPeerWithoutAnAddressIsRefusedWhateverTheLists() throws Exception {
        Reply reply = reply("{deny: [10.0.0.1], status: 404, message: m}", "");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(text(reply))
                .contains("Cannot identify the client IP address, unix domain sockets are not supported.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{allow: []}", "{allow: [], deny: []}"})
    void oneListMustNotBeEmpty(String config) {
        assertThat(OnePlugin.problems(NAME, config))
                .containsExactly(
                        "ERROR  at least one of these fields must be non-empty: 'config.allow', 'config.deny'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "10.0.0.0/33", "10.0.0", "10.0.0.256", "::/129", "a.test", "10.0.0.1 "})
    void whatIsNoAddressIsRefused(String entry) {
        assertThat(OnePlugin.problems(NAME, "{deny: [10.0.0.1, '" + entry + "']}"))
                .containsExactly("ERROR /deny/1 invalid ip or cidr range: '" + entry + "'");
    }

    @Test
    void aStatusThatIsNoErrorIsWarnedOf() {
        assertThat(OnePlugin.problems(NAME, "{deny: [10.0.0.1], status: 200}"))
                .singleElement()
                .asString()
                .startsWith("WARNING /status");
        assertThat(OnePlugin.problems(NAME, "{deny: [10.0.0.1], status: 599}")).isEmpty();
    }

    private static Reply reply(String config, String address) throws Exception {
        return new OnePlugin(NAME, config, new FakeHost())
                .send(new FakeRequest("GET", "/").from(address))
                .reply();
    }

    private static String text(Reply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }
}
