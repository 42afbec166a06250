package io.sluice.e2e.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The small parts of the harness: placeholders, windows, error bodies, and starting ahead. */
class HarnessTest {

    @Test
    void placeholdersAreFilledEverywhere() {
        JsonNode filled = new Placeholders(Map.of("UPSTREAM_PORT_1", "81", "UPSTREAM_PORT_12", "82", "CERT_1", "PEM"))
                .fill(
                        Json.parse(
                                "{\"port\":\"UPSTREAM_PORT_1\",\"t\":[\"127.0.0.1:UPSTREAM_PORT_12\",true,null,1.5],"
                                        + "\"h\":{\"REPEAT_a_3\":\"/REPEAT_b_2\"},\"c\":\"CERT_1\",\"b\":\"@repeat(x,4)\",\"k\":\"APIKEY=KEY_A\"}"));

        assertThat(filled)
                .isEqualTo(Json.parse("{\"port\":81,\"t\":[\"127.0.0.1:82\",true,null,1.5],\"h\":{\"aaa\":\"/bb\"},"
                        + "\"c\":\"PEM\",\"b\":\"xxxx\",\"k\":\"APIKEY=KEY_A\"}"));
    }

    @Test
    void aPlaceholderThatNothingStandsForIsAnError() {
        for (String text : List.of("UPSTREAM_PORT_2", "x:UPSTREAM_PORT", "KEY_1", "LISTEN_PORT")) {
            assertThatThrownBy(() -> new Placeholders(Map.of("UPSTREAM_PORT_1", "1")).text(text))
                    .hasMessageContaining(text.replace("x:", ""));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', {\"day\":1}, 2026-03-01T23:59:45Z, true",
        "'', {\"day\":1}, 2026-03-01T23:59:15Z, false",
        "'', {\"month\":1}, 2026-03-01T23:59:45Z, false",
        "not in the last hour of the year's 365 days, {}, 2026-12-31T23:00:01Z, true",
        "not in the last hour of the year's 365 days, {}, 2026-12-31T22:58:00Z, false",
        "not in the last hour of the year's 365 days, {}, 2028-12-30T23:30:00Z, true",
        "not in the last hour of the year's 365 days, {}, 2028-12-31T23:30:00Z, false"
    })
    void windowsAreClosedWhereTheyEnd(String window, String config, Instant now, boolean closed) {
        JsonNode vector = Json.parse("{\"window\":\"" + window
                + "\",\"config\":{\"plugins\":[{\"name\":\"rate-limiting\",\"config\":" + config.replace(';', ',')
                + "}]}}");

        assertThat(Window.closed(vector, now).isPresent()).isEqualTo(closed);
    }

    @Test
    void anUnknownWindowIsAnError() {
        JsonNode vector = Json.parse("{\"window\":\"at full moon\",\"config\":{}}");

        assertThatThrownBy(() -> Window.closed(vector, Instant.EPOCH)).hasMessageContaining("full moon");
    }

    private static final String ID = "0123456789abcdef0123456789abcdef";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json; charset=utf-8 | '{~  \"message\":\"M\",~  \"request_id\":\"ID\"~}'",
                "text/plain; charset=utf-8 | 'M~request_id: ID~'",
                "text/html | '<!doctype html>~<h1>Error</h1><p>M.</p><p>request_id: ID</p>'",
                "application/xml | '<error>~<message>M</message><requestid>ID</requestid></error>'"
            })
    void standardErrorsAreKnownInEveryForm(String type, String body) {
        String right = body.replace('~', '\n').replace("ID", ID);

        GatewayError.check(right, type, "M");

        for (String wrong : List.of(right.replace("M", "N"), right.replace(ID, "x"), "")) {
            assertThatThrownBy(() -> GatewayError.check(wrong, type, "M")).isInstanceOf(AssertionError.class);
        }
        assertThatThrownBy(() -> GatewayError.check(right, "image/png", "M")).isInstanceOf(AssertionError.class);
    }

    @Test
    void unknownMembersOfACaseAreErrors() {
        assertThatThrownBy(() -> Vectors.read("plugins", Set.of("name"))).hasMessageContaining("knows no member");
    }

    @Test
    void servicesAreReachedByTlsOnlyWhereTheyHaveAnUpstream() {
        JsonNode vector = Json.parse("{\"config\":{\"services\":[{\"port\":\"UP_1\"},{\"port\":80}]}}");

        JsonNode overTls = Vectors.overTls(vector, "UP_");

        assertThat(overTls)
                .isEqualTo(Json.parse(
                        "{\"config\":{\"services\":[{\"port\":\"UP_1\",\"protocol\":\"https\"},{\"port\":80}]}}"));
        assertThat(Vectors.overTls(vector, "OTHER")).isEqualTo(vector);
    }

    private record Started(int place, AtomicInteger open) implements Closeable {
        @Override
        public void close() {
            open.decrementAndGet();
        }
    }

    @Test
    void theNextAreStartedAheadAndClosedAtTheEnd() throws Exception {
        AtomicInteger open = new AtomicInteger();
        List<Callable<Started>> starts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int place = i;
            starts.add(() -> {
                open.incrementAndGet();
                return new Started(place, open);
            });
        }
        starts.set(1, () -> {
            throw new IOException("no start");
        });
        Ahead<Started> ahead = new Ahead<>(starts);

        assertThat(ahead.take(0).place()).isZero();
        assertThatThrownBy(() -> ahead.take(1)).isInstanceOf(IOException.class).hasMessage("no start");
        assertThat(ahead.take(2).place()).isEqualTo(2);
        ahead.closeAll();

        assertThat(open).hasValue(0);
    }
}
