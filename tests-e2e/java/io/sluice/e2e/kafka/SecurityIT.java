package io.sluice.e2e.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sluice.e2e.Waiting;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every way into a secured cluster, through the packaged program, to real brokers. */
class SecurityIT {

    private static final String DENIED = "access to Kafka denied";
    private static final String NO_ANSWER = "no broker answers";

    private static final Map<String, Stage> STAGES = new LinkedHashMap<>();

    @BeforeAll
    static void open() throws Exception {
        for (String version : Stage.VERSIONS.keySet()) {
            STAGES.put(version, new Stage(version)); // the brokers start side by side
        }
        for (Stage stage : STAGES.values()) {
            stage.open();
        }
    }

    @AfterAll
    static void close() throws Exception {
        for (Stage stage : STAGES.values()) {
            stage.close();
        }
    }

    @TestFactory
    Stream<DynamicContainer> brokers() {
        // first, while the pauses are short
        DynamicContainer mended = eachVersion("a password that is mended on the broker is found", SecurityIT::mended);
        Stream<DynamicContainer> all = Stage.VERSIONS.entrySet().stream()
                .map(version -> dynamicContainer(version.getValue(), tests(STAGES.get(version.getKey()))));
        // last, since it restarts the broker
        DynamicContainer stopped = dynamicContainer(
                "a password that stops working",
                Stream.of(dynamicTest(
                        "is refused at once, and found when it works again", () -> stopsWorking(STAGES.get("dist")))));
        return Stream.of(Stream.of(mended), all, Stream.of(stopped)).flatMap(one -> one);
    }

    private interface Check {
        void on(Stage stage) throws Exception;
    }

    private static DynamicContainer eachVersion(String name, Check check) {
        return dynamicContainer(
                name,
                Stage.VERSIONS.entrySet().stream()
                        .map(version -> dynamicTest(version.getValue(), () -> check.on(STAGES.get(version.getKey())))));
    }

    private static Stream<DynamicNode> tests(Stage stage) {
        Stream<DynamicTest> ways = WaysIn.all().stream().map(way -> dynamicTest(way.name(), () -> goes(way, stage)));
        Stream<DynamicTest> more = Stream.of(
                dynamicTest("what was acknowledged is there", () -> recordsAreThere(stage)),
                dynamicTest("a token is renewed before it expires", () -> tokensAreRenewed(stage)),
                dynamicTest("scopes are asked for", () -> scopesAreAskedFor(stage)),
                dynamicTest("a wrong password is tried ever more rarely", () -> noAccountIsLocked(stage)),
                dynamicTest("log entries arrive", () -> logEntriesArrive(stage)),
                dynamicTest("what is not verified is said at the start", () -> switchesOffAreSaid(stage)),
                dynamicTest("no secret is in the log", () -> nothingLeaks(stage)));
        return Stream.concat(ways, more);
    }

    private static void goes(WayIn way, Stage stage) throws Exception {
        if (way.works()) {
            Waiting.until(
                    "the topic is seen", () -> !stage.post(way.name()).body().contains("UnknownTopic"));
            assertThat(stage.post(way.name()).body()).isEqualTo("{\"message\":\"message sent\"}");
            return;
        }
        HttpResponse<String> answer = stage.post(way.name());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(502);
        assertThat(answer.body()).isEqualTo("{\"message\":\"Bad Gateway\",\"error\":\"" + way.error() + "\"}");
        String message = way.error().equals("not found broker") ? NO_ANSWER : DENIED;
        Waiting.until("the log says why", () -> !stage.said(way.name(), message).isEmpty());
        stage.post(way.name());
        assertThat(stage.said(way.name(), message))
                .hasSize(1)
                .first()
                .asString()
                .contains(way.said());
    }

    private static void recordsAreThere(Stage stage) {
        long working = WaysIn.all().stream().filter(WayIn::works).count();

        assertThat(stage.broker().records(Stage.TOPIC)).isGreaterThanOrEqualTo(working);
    }

    /** Each lives for seconds; the broker ends a connection whose token is over. */
    private static void tokensAreRenewed(Stage stage) throws Exception {
        Waiting.until("a third token", () -> {
            assertThat(stage.post(Stage.RENEWING).statusCode()).isEqualTo(200);
            return stage.tokens().shortLived.get() > 2;
        });
    }

    private static void scopesAreAskedFor(Stage stage) {
        assertThat(stage.tokens().scopes).contains("produce orders", "produce orders-tls");
    }

    /** Requests make no attempts, and each pause is twice the one before. */
    private static void noAccountIsLocked(Stage stage) throws Exception {
        for (int i = 0; i < 100; i++) {
            assertThat(stage.post("plain-wrong").statusCode()).isEqualTo(502);
        }
        long pauses = 64 - Long.numberOfLeadingZeros(stage.secondsOpen() + 1);
        assertThat(stage.broker().attempts("wrong-bob")).isPositive().isLessThanOrEqualTo(2 * (pauses + 1));
    }

    private static void mended(Stage stage) throws Exception {
        assertThat(stage.post(Stage.FIXED_LATER).statusCode()).isEqualTo(502);

        stage.broker().setScramPassword("carol", Stage.CAROLS_PASSWORD);

        Waiting.until("the next try", () -> stage.post(Stage.FIXED_LATER).statusCode() == 200);
        assertThat(stage.said(Stage.FIXED_LATER, DENIED)).hasSize(1);
    }

    private static void stopsWorking(Stage stage) throws Exception {
        assertThat(stage.post(Stage.FIXED_LATER).statusCode()).isEqualTo(200);
        stage.broker().setScramPassword("carol", "carols-third-password");

        stage.broker().restart();

        Waiting.until(
                "it is refused", () -> stage.post(Stage.FIXED_LATER).body().contains("SaslAuthentication"));
        assertThat(stage.said(Stage.FIXED_LATER, DENIED)).hasSize(2);
        Waiting.until("others go on", () -> stage.post("scram512").statusCode() == 200);
        stage.broker().setScramPassword("carol", Stage.CAROLS_PASSWORD);
        Waiting.until("it works", () -> stage.post(Stage.FIXED_LATER).statusCode() == 200);
        assertThat(stage.said(Stage.FIXED_LATER, DENIED)).hasSize(2);
    }

    /** {@code kafka-log} goes the same way. */
    private static void logEntriesArrive(Stage stage) throws Exception {
        long before = stage.broker().records(Stage.LOGS);

        assertThat(stage.post(Stage.LOGGED).statusCode()).isEqualTo(204);

        Waiting.until("the entry is there", () -> stage.broker().records(Stage.LOGS) > before);
    }

    private static void switchesOffAreSaid(Stage stage) {
        assertThat(stage.gateway().output())
                .filteredOn(line -> line.contains("ssl_verify is false: anybody can pretend to be the broker"))
                .hasSize(3);
        assertThat(stage.gateway().output())
                .filteredOn(line -> line.contains("token_endpoint_tls_verify is false"))
                .hasSize(1);
    }

    private static void nothingLeaks(Stage stage) {
        String output = String.join("\n", stage.gateway().output());

        assertThat(output)
                .doesNotContain(
                        Stage.WRONG,
                        Stage.ALICES_PASSWORD,
                        Stage.CAROLS_PASSWORD,
                        "bob-secret",
                        TokenEndpoint.SECRET,
                        "opaque.",
                        stage.tokenHmac());
        for (String name : List.of("pkcs8", "pkcs1", "sec1")) {
            assertThat(output)
                    .doesNotContain(stage.certificateKey(name)
                            .lines()
                            .skip(1)
                            .findFirst()
                            .orElseThrow());
        }
    }
}
