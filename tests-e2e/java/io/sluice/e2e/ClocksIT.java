package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The quickstart of the README under whatever day, zone, locale and host name it is run with: {@code make clocks} sets them.
 * {@code clocks.until} is the time, in seconds since 1970, that the clock shall pass while requests are sent, or 0 for none.
 */
@EnabledIfSystemProperty(named = "clocks.until", matches = "\\d+")
class ClocksIT {

    private static final String NODE =
            "  - {name: node, paths: [/node], plugins: [{name: request-termination, config: {echo: true}}]}\n";
    private static final DateTimeFormatter FIXDATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss zzz", Locale.ENGLISH);
    private static final Pattern ACCESS = Pattern.compile("(?m)^127\\.0\\.0\\.1 - - \\[(.*?)] \"");
    private static final DateTimeFormatter ACCESS_TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);

    private final Instant until = Instant.ofEpochSecond(Long.getLong("clocks.until", 0));

    @TempDir
    Path folder;

    @Test
    void theQuickstartWorks() throws Exception {
        int kafka = ForkedKafka.freePort();
        Path accessLog = folder.resolve("access.log");
        String example = Files.readString(Path.of("kong.yml.example")).replace("port: 9092", "port: " + kafka) + NODE;
        Map<String, String> env = Map.of("KONG_PROXY_ACCESS_LOG", accessLog.toString());
        Instant start = now();
        try (GatewayProcess gateway =
                GatewayProcess.serve(example, env, "--dev", "--kafka-port", Integer.toString(kafka))) {
            assertThat(now().isBefore(until) || until.equals(Instant.EPOCH))
                    .as("ready at %s, before the clock passes %s", now(), until)
                    .isTrue();
            int rounds = 0;
            for (Instant round = start; rounds == 0 || round.isBefore(until); rounds++) {
                round = afterThatSecond(round);
                sendTheReadmesRequests(gateway);
            }
            int last = rounds - 1;
            for (String topic : List.of("kong", "webhooks", "clicks", "views")) {
                Waiting.until(
                        "a record of each round is printed",
                        () -> gateway.output().contains(topic + "-0@" + last));
            }
            assertThat(gateway.output())
                    .contains("  {\"body\":\"foo=bar\",\"body_args\":{\"foo\":\"bar\"}}")
                    .noneMatch(line -> line.contains(" WARN  ") || line.contains(" ERROR "));
            assertThat(Http.get(gateway.proxyPort(), "/node").body()).contains("\"hostname\":\"" + hostName() + "\"");
            assertThat(gateway.stop()).isZero();
            assertThat(timesIn(Files.readString(accessLog)))
                    .hasSize(3 * rounds + 1)
                    .isSorted()
                    .allMatch(time -> isBetween(start, time, now()));
        }
    }

    @Test
    void theExamplesAreCleanAndTheirDumpsLoad() throws Exception {
        for (String file : List.of("kong.yml.example", "examples/gateway.yml")) {
            assertThat(GatewayProcess.run(Map.of(), "lint", "--strict", file))
                    .isEqualTo(new GatewayProcess.Ended(0, ""));

            GatewayProcess.Ended dump = GatewayProcess.run(Map.of(), "config", "dump", "--with-secrets", file);
            assertThat(dump.code()).as(dump.output()).isZero();
            Path dumped = Files.writeString(folder.resolve("dump.yml"), dump.output());
            assertThat(GatewayProcess.run(Map.of(), "lint", dumped.toString()).code())
                    .isZero();
        }
    }

    /** The three of the README. */
    private static void sendTheReadmesRequests(GatewayProcess gateway) throws IOException {
        String form = "application/x-www-form-urlencoded";
        sends(gateway, "/", "kafka-upstream.dev", form, "foo=bar");
        sends(gateway, "/webhooks/orders?key=42", "localhost", "application/json", "{\"order\": 42}");
        sends(gateway, "/events?topics=clicks,views", "localhost", form, "page=/home");
    }

    private static void sends(GatewayProcess gateway, String target, String host, String type, String body)
            throws IOException {
        Instant before = now();
        Http.Answer answer = Http.send(
                gateway.proxyPort(),
                "POST",
                target,
                new String[][] {{"Host", host}, {"Content-Type", type}},
                body.getBytes(StandardCharsets.UTF_8));

        assertThat(answer.body()).isEqualTo("{\"message\":\"message sent\"}");
        assertThat(answer.status()).isEqualTo(200);
        String date = answer.headers().get("date");
        assertThat(date).hasSize("Tue, 01 Dec 2026 05:19:11 GMT".length());
        assertThat(isBetween(before, Instant.from(FIXDATE.parse(date)), now()))
                .as(date)
                .isTrue();
    }

    private static List<Instant> timesIn(String accessLog) {
        return ACCESS.matcher(accessLog)
                .results()
                .map((MatchResult line) -> Instant.from(ACCESS_TIME.parse(line.group(1))))
                .toList();
    }

    private static boolean isBetween(Instant first, Instant time, Instant last) {
        return !time.isBefore(first) && !time.isAfter(last);
    }

    private static String hostName() throws IOException {
        Process name = new ProcessBuilder("uname", "-n").start();
        return new String(name.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    /** Waits for the clock to go on, and says what it shows then. */
    private static Instant afterThatSecond(Instant second) throws Exception {
        Waiting.until("the clock goes on", () -> now().isAfter(second));
        return now();
    }

    /** In whole seconds. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }
}
