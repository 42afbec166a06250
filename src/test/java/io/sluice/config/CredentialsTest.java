package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Secret;
import io.sluice.api.entity.Credential;
import io.sluice.problem.Problem;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialsTest {

    private static final String BOB = "b0b00000-0000-4000-8000-000000000001";

    @Test
    void nestedAndFlatOnesBelongToTheirConsumer() {
        Declaration declaration = Loads.good("""
                consumers:
                - username: bob
                  keyauth_credentials: [{key: k1, tags: [x]}]
                  acls: [{group: g1}, {group: g2}]
                  basicauth_credentials: [{username: u1, password: p, consumer: bob}]
                - custom_id: c7
                keyauth_credentials: [{key: k2, consumer: bob}, {key: k3, consumer: {custom_id: c7}}]
                basicauth_credentials: [{username: u2, password: p, consumer: {username: bob}}]
                acls: [{group: g3, consumer: bob}]
                """);

        assertThat(declaration.credentials())
                .extracting(c ->
                        c.type() + " " + c.consumer().label() + " " + c.key().reveal())
                .containsExactly(
                        "keyauth_credentials bob k1",
                        "basicauth_credentials bob u1",
                        "acls bob g1",
                        "acls bob g2",
                        "keyauth_credentials bob k2",
                        "keyauth_credentials c7 k3",
                        "basicauth_credentials bob u2",
                        "acls bob g3");
    }

    @Test
    void idsFollowKongsRule() {
        Declaration declaration = Loads.good("""
                consumers:
                - username: a
                  basicauth_credentials: [{username: u, password: p}]
                  acls: [{group: g}, {group: h, id: %s}]
                """.formatted(BOB));

        assertThat(declaration.credentials().get(0).id()).hasToString("b8b13216-f8d0-5482-8264-f38e673a5811");
        assertThat(declaration.credentials().get(1).id())
                .isEqualTo(Ids.of("acls", "acls:*:0b2e2520-8980-505a-b7a2-769e8dde10c3:g"));
        assertThat(declaration.credentials().get(2).id()).hasToString(BOB);
    }

    @Test
    void aPasswordIsKeptAsItsHashAlone() {
        Credential credential = Loads.good("""
                consumers:
                - id: %s
                  username: bob
                  basicauth_credentials: [{username: bob, password: s3cret}]
                """.formatted(BOB)).credentials().getFirst();

        // printf 's3cretb0b00000-0000-4000-8000-000000000001' | sha256sum
        assertThat(credential.password())
                .isEqualTo(new Secret("f57468c0812e2d67b120141d3fc073884b71ba3da0b878204468f4db4809ce63"));
        assertThat(credential.toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "_transform: false, ab6da66892c162062f4038944f45908309017a27, ab6da66892c162062f4038944f45908309017a27",
        "_transform: false, AB6DA66892C162062F4038944F45908309017A27, ab6da66892c162062f4038944f45908309017a27",
        "_info: {skip_hash_for_basic_auth: true}, f57468c0812e2d67b120141d3fc073884b71ba3da0b878204468f4db4809ce63, f57468c0812e2d67b120141d3fc073884b71ba3da0b878204468f4db4809ce63"
    })
    void aHashOfTheFileIsTakenAsItIs(String setting, String password, String stored) {
        Declaration declaration = Loads.good(setting + """

                consumers:
                - {id: %s, username: bob, basicauth_credentials: [{username: bob, password: %s}]}
                """.formatted(BOB, password));

        assertThat(declaration.credentials().getFirst().password()).isEqualTo(new Secret(stored));
    }

    @Test
    void plainTextInPlaceOfAHashIsAWarningAndNotKept() {
        String yaml = """
                _transform: false
                consumers: [{username: bob, basicauth_credentials: [{username: bob, password: hush}]}]
                """;

        assertThat(Loads.load(yaml).problems())
                .singleElement()
                .satisfies(p -> assertThat(p.code()).isEqualTo("not-a-hash"))
                .satisfies(p -> assertThat(p.toString()).doesNotContain("hush"));
        assertThat(Loads.good(yaml).credentials().getFirst().password()).isEqualTo(new Secret(""));
    }

    @ParameterizedTest
    @CsvSource({
        "0, ",
        "300, 2030-01-01T00:05:00Z",
        "999999999, 2061-09-09T01:46:39Z",
        "1000000000, 2001-09-09T01:46:40Z",
        "2000000000, 2033-05-18T03:33:20Z"
    })
    void aKeyEndsSomeTimeAfterTheLoadOrAtATime(String ttl, String expires) {
        Declaration declaration =
                Loads.good("consumers: [{username: bob, keyauth_credentials: [{key: k, ttl: " + ttl + "}]}]");

        assertThat(declaration.credentials().getFirst().expires())
                .isEqualTo(expires == null ? null : Instant.parse(expires));
    }

    @ParameterizedTest
    @CsvSource({"-1", "1.5", "253402300800", "99999999999999999999999", "-99999999999999999999999"})
    void otherTimesAreRefused(String ttl) {
        assertThat(Loads.errors("consumers: [{username: bob, keyauth_credentials: [{key: k, ttl: " + ttl + "}]}]"))
                .hasSize(1);
    }

    @Test
    void aMissingKeyIsGenerated() {
        String yaml = "consumers: [{username: bob, keyauth_credentials: [{}, {}]}]";

        assertThat(Loads.good(yaml).credentials())
                .extracting(c -> c.key().reveal())
                .doesNotHaveDuplicates()
                .allMatch(key -> key.matches("[A-Za-z0-9]{32}"));
        assertThat(Loads.load(yaml).problems()).extracting(Problem::code).containsOnly("generated-key");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "keyauth_credentials: [{key: hush, consumer: bob}, {key: hush, consumer: ann}]; /keyauth_credentials/1/key uniqueness violation: 'keyauth_credentials' entity with the same key already declared",
                "basicauth_credentials: [{username: u, password: a, consumer: bob}, {username: u, password: b, consumer: ann}]; /basicauth_credentials/1/username uniqueness violation: 'basicauth_credentials' entity with username set to 'u' already declared",
                "keyauth_credentials: [{key: k, consumer: bobb}]; /keyauth_credentials/0/consumer invalid reference 'consumer: bobb' (no such entry in 'consumers')",
                "keyauth_credentials: [{key: k}]; /keyauth_credentials/0 required field missing: 'consumer'",
                "basicauth_credentials: [{username: u, consumer: bob}]; /basicauth_credentials/0/password required field missing: 'password'",
                "acls: [{consumer: bob}]; /acls/0/group required field missing: 'group'",
                "acls: [{group: g, consumer: bob, grup: x}]; /acls/0/grup unknown field",
                "keyauth_credentials: [{key: 5, consumer: bob}]; /keyauth_credentials/0/key expected a string",
            })
    void mistakesAreTold(String yaml, String problem) {
        assertThat(Loads.errors("consumers: [{username: bob}, {username: ann}]\n" + yaml))
                .containsExactly(problem);
    }

    @Test
    void aConsumerIsInAGroupOnce() {
        assertThat(Loads.errors("consumers: [{username: bob, acls: [{group: g}, {group: g}]}]"))
                .singleElement()
                .asString()
                .contains("uniqueness violation: 'acls' entity with");
        assertThat(Loads.errors("consumers: [{username: a, acls: [{group: g}]}, {username: b, acls: [{group: g}]}]"))
                .isEmpty();
    }

    @Test
    void aNestedOneCannotBelongToAnother() {
        String yaml = "consumers: [{username: ann}, {username: bob, acls: [{group: g, consumer: ann}]}]";

        assertThat(Loads.errors(yaml))
                .containsExactly("/consumers/1/acls/0/consumer value must be null: it is nested in another consumer");
    }

    @Test
    void secretsMayComeFromTheEnvironment() {
        String yaml = """
                consumers:
                - id: %s
                  username: bob
                  keyauth_credentials: [{key: "{vault://env/bob/key}"}]
                  basicauth_credentials: [{username: bob, password: "{vault://env/bob-password}"}]
                """.formatted(BOB);

        Declaration declaration = Loads.load(yaml, Map.of("BOB", "{\"key\": \"k\"}", "BOB_PASSWORD", "s3cret"))
                .declaration();

        assertThat(declaration.credentials().get(0).key()).isEqualTo(new Secret("k"));
        assertThat(declaration.credentials().get(1).password())
                .isEqualTo(new Secret("f57468c0812e2d67b120141d3fc073884b71ba3da0b878204468f4db4809ce63"));
    }

    @Test
    void whatCannotBeResolvedRefusesAStartAndLetsNobodyIn() {
        Declaration declaration = Loads.good("""
                consumers:
                - username: bob
                  keyauth_credentials: [{key: "{vault://env/key}"}]
                  basicauth_credentials: [{username: bob, password: "{vault://env/password}"}]
                """);

        assertThat(declaration.credentials()).isEmpty();
        assertThat(declaration.unhosted())
                .extracting(p -> p.code() + " " + p.pointer())
                .containsExactly(
                        "unresolved-reference /consumers/0/keyauth_credentials/0/key",
                        "unresolved-reference /consumers/0/basicauth_credentials/0/password");
    }
}
