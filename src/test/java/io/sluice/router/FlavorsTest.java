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

    /** Kong lowers what the file says letter by letter in ASCII, what a request says by Unicode, in the default flavor alone. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "é      | é  | true  | true",
                "é      | É  | false | true",
                "É      | É  | true  | false",
                "Xé     | xé | true  | true",
                "~*^.$  | é  | false | true",
                "~*é    | xé | true  | true",
                "~*^..$ | é  | true  | false",
            })
    void headersAreBytesOrText(String value, String sent, boolean traditional, boolean compatible) {
        String route = "{'headers': {'x-a': ['" + value + "']}}";
        RoutingRequest request = withHeaders(Headers.of("X-A", Vectors.bytes(sent)));

        assertThat(match(TRADITIONAL, route, request).isPresent()).isEqualTo(traditional);
        assertThat(match(COMPATIBLE, route, request).isPresent()).isEqualTo(compatible);
    }

    /** In the default flavor nothing is found for a request that holds such bytes where any route looks, be it another one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'paths': ['/']}                                     | X-A | true  | true",
                "{'paths': ['/']}, {'headers': {'x-b': ['1']}}        | X-A | true  | true",
                "{'paths': ['/']}, {'headers': {'x-a': ['1']}}        | X-A | true  | false",
                "{'paths': ['/']}, {'hosts': ['a.test']}              | X-A | true  | true",
                "{'headers': {'x-b': ['1', '2']}}                     | X-A | false | false",
            })
    void bytesThatAreNoTextHurtWhereARouteLooks(String routes, String header, boolean traditional, boolean compatible) {
        RoutingRequest request = withHeaders(Headers.of("X-Own", "1", header, "\u00ff"));

        assertThat(match(TRADITIONAL, routes, request).isPresent()).isEqualTo(traditional);
        assertThat(match(COMPATIBLE, routes, request).isPresent()).isEqualTo(compatible);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'methods': ['GET']}                       | true  | ",
                "{'methods': ['GET']}, {'paths': ['/q']}    | false | the path, once it is decoded,",
                "{'methods': ['GET']}, {'hosts': ['h']}     | false | the Host",
                "{'methods': ['GET']}, {'headers': {'x-a': ['1']}} | false | the header X-A",
            })
    void whatCannotBeReadIsNamed(String routes, boolean matches, String unreadable) {
        Router router = Router.compile(
                Vectors.routes(JsonMapper.shared().readTree("[" + routes.replace('\'', '"') + "]")), COMPATIBLE);
        String bytes = "\u00ff";
        RoutingRequest request =
                new RoutingRequest("GET", bytes, "/" + bytes, Headers.of("X-A", bytes), null, "http", 80);

        assertThat(router.match(request).isPresent()).isEqualTo(matches);
        assertThat(router.unreadable(request).orElse(null)).isEqualTo(unreadable);
    }

    private static RoutingRequest withHeaders(Headers headers) {
        return new RoutingRequest("GET", "x", "/x/b", headers, null, "http", 8000);
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
