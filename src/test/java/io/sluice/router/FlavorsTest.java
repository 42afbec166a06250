package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Headers;
import io.sluice.api.entity.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** What one flavor matches and the other does not. */
class FlavorsTest {

    private static final Flavor TRADITIONAL = new Flavor.Traditional();
    private static final Flavor COMPATIBLE = new Flavor.Compatible(Calculation.ORIGINAL);

    private static Optional<RouteMatch> match(Flavor flavor, String route, RoutingRequest request) {
        List<Route> routes = Vectors.routes(JsonMapper.shared().readTree("[" + route.replace('\'', '"') + "]"));
        return Router.compile(routes, flavor).match(request);
    }

    private static RoutingRequest request(String host, String path, String scheme, String sni) {
        return new RoutingRequest(
                "GET", host, path, Headers.of("X-A", "V7"), sni, scheme, 8000, "10.1.2.3", 40, "10.9.9.9");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // route | host | scheme | sni | traditional | compatible
                "{'hosts': ['a.test']}                        ; A.test      ; http  ;        ; false ; true",
                "{'hosts': ['a.test:8000']}                   ; a.test      ; http  ;        ; false ; true",
                "{'hosts': ['a.test']}                        ; a.test:     ; http  ;        ; true  ; false",
                "{'hosts': ['*.test']}                        ; .test       ; http  ;        ; false ; true",
                "{'hosts': ['*.test:80']}                     ; a.test      ; http  ;        ; true  ; false",
                "{'hosts': ['*.test:443']}                    ; a.test      ; https ;        ; true  ; false",
                "{'hosts': ['::1']}                           ; [::1]:80    ; http  ;        ; true  ; false",
                "{'snis': ['*.test']}                         ; x           ; https ; a.test ; false ; true",
                "{'snis': ['a.test']}                         ; x           ; https ; A.test ; false ; true",
                "{'snis': ['a.test.']}                        ; x           ; https ; a.test ; true  ; true",
                "{'snis': ['a.test']}                         ; x           ; http  ;        ; true  ; true",
                "{'sources': [{'ip': '10.0.0.0/8'}]}          ; x           ; http  ;        ; true  ; true",
                "{'sources': [{'ip': '11.0.0.0/8'}]}          ; x           ; http  ;        ; true  ; false",
                "{'sources': [{'port': 41}]}                  ; x           ; http  ;        ; true  ; false",
                "{'destinations': [{'port': 8000}]}           ; x           ; http  ;        ; true  ; true",
                "{'destinations': [{'port': 8000}]}           ; x:81        ; http  ;        ; true  ; false",
                "{'destinations': [{'ip': '10.9.9.9', 'port': 81}]} ; x:81  ; http  ;        ; true  ; true",
                "{'headers': {'x-a': ['~*^v\\\\D$']}}          ; x           ; http  ;        ; false ; true",
                "{'headers': {'x-a': ['~*^V[0-9]$']}}         ; x           ; http  ;        ; false ; true",
                "{'headers': {'x-a': ['1', '~*^v[0-9]$']}}    ; x           ; http  ;        ; false ; true",
                "{'paths': ['~/a|/b']}                        ; x           ; http  ;        ; false ; true",
            })
    void conditionsAreReadAsKongReadsThem(
            String route, String host, String scheme, String sni, boolean traditional, boolean compatible) {
        RoutingRequest request = request(host, "/x/b", scheme, sni);

        assertThat(match(TRADITIONAL, route, request).isPresent()).isEqualTo(traditional);
        assertThat(match(COMPATIBLE, route, request).isPresent()).isEqualTo(compatible);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true  | /srv  | /a/b | /srv/b | /srv/b",
                "true  | /srv/ | /a/b | /srv/b | /srv/b",
                "true  | /srv  | /ab  | /srvb  | /srv/b",
                "false | /srv  | /ab  | /srvab | /srv/ab",
            })
    void onlyTraditionalKnowsPathHandlingV1(
            boolean strip, String base, String path, String traditional, String compatible) {
        String route = "{'paths': ['/a'], 'path_handling': 'v1', 'strip_path': " + strip + "}";
        RoutingRequest request = request("x", path, "http", null);

        assertThat(match(TRADITIONAL, route, request).orElseThrow().upstreamPath(path, base))
                .isEqualTo(traditional);
        assertThat(match(COMPATIBLE, route, request).orElseThrow().upstreamPath(path, base))
                .isEqualTo(compatible);
    }

    /** Bytes that are no text: the default flavor cannot compare them. */
    @ParameterizedTest
    @CsvSource({"~/.$, true", "/, true"})
    void onlyTraditionalMatchesBytes(String path, boolean traditional) {
        String route = "{'paths': ['" + path + "']}";
        RoutingRequest request = request("x", "/\u00ff", "http", null);

        assertThat(match(TRADITIONAL, route, request).isPresent()).isEqualTo(traditional);
        assertThat(match(COMPATIBLE, route, request)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"~/(?<a>x)(?:/(c))? | {0=/x, 1=x, a=x}"})
    void capturesOfTheDefaultFlavorArePartsThatMatched(String path, String captures) {
        String route = "{'paths': ['" + path + "']}";
        Captures of = match(COMPATIBLE, route, request("x", "/x/b", "http", null))
                .orElseThrow()
                .captures();

        assertThat(of.groups()).hasToString(captures);
        assertThat(of.unmatched()).isEmpty();
        Captures traditional = match(TRADITIONAL, route, request("x", "/x/b", "http", null))
                .orElseThrow()
                .captures();
        assertThat(traditional.groups()).containsAllEntriesOf(Map.of("0", "/x/b", "1", "x"));
        assertThat(traditional.unmatched()).containsExactly("2");
    }
}
