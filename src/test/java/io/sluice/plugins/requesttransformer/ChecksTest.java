package io.sluice.plugins.requesttransformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.HostLimits;
import io.sluice.api.UnsupportedConfig;
import io.sluice.problem.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What lint and a start refuse. */
class ChecksTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{add: {querystring: [q]}}            | /add/querystring/0 | key 'q' has no value",
                "{add: {querystring: ['a:1', 'q::']}} | /add/querystring/1 | key 'q' has no value",
                "{replace: {body: ['q:']}}            | /replace/body/0    | key 'q' has no value",
                "{rename: {body: [q]}}                | /rename/body/0     | key 'q' has no value",
                "{append: {querystring: [':1']}}      | /append/querystring/0 | key '' has no name",
                "{append: {querystring: [':']}}       | /append/querystring/0 | key '' has no value",
                "{add: {headers: [x-e]}}              | /add/headers/0     | invalid value: x-e",
                "{append: {headers: [':x']}}          | /append/headers/0  | invalid value: :x",
                "{rename: {headers: [bad name]}}      | /rename/headers/0  | invalid value: bad name",
                "{rename: {headers: ['x-a:bad name']}} | /rename/headers/0 | 'bad name' is not a valid header",
                "{rename: {headers: ['x-a:b:c']}}     | /rename/headers/0  | 'b:c' is not a valid header",
                "{rename: {headers: ['x-a::b:']}}     | /rename/headers/0  | 'b:' is not a valid header",
                "{rename: {headers: ['x-a:']}}        | /rename/headers/0  | '' is not a valid header",
                "{rename: {headers: ['x-a:$(headers.b)']}} | /rename/headers/0 | '$(headers.b)' is not a valid header",
                "{rename: {headers: ['x.a:x-b']}}     | /rename/headers/0  | 'x.a' is not a valid header",
                "{add: {headers: ['bad name:1']}}     | /add/headers/0     | 'bad name' is not a valid header",
                "{replace: {headers: ['é:1']}}        | /replace/headers/0 | 'é' is not a valid header",
                "{remove: {headers: [bad name]}}      | /remove/headers/0  | 'bad name' is not a valid header",
                "{remove: {headers: ['bad name:x']}}  | /remove/headers/0  | 'bad name' is not a valid header",
                "{remove: {headers: [':x']}}          | /remove/headers/0  | '' is not a valid header",
                "{replace: {headers: ['content-length:5']}} | /replace/headers/0 | 'content-length' cannot be set: it says where the body ends",
                "{add: {headers: ['Content-Length:5']}} | /add/headers/0   | 'Content-Length' cannot be set: it says where the body ends",
                "{append: {headers: ['Transfer-Encoding:chunked']}} | /append/headers/0 | 'Transfer-Encoding' cannot be set: it says where the body ends",
                "{rename: {headers: ['x-a:content-length']}} | /rename/headers/0 | 'content-length' cannot be set: it says where the body ends",
                "{rename: {headers: ['x-a::TRANSFER-encoding']}} | /rename/headers/0 | 'TRANSFER-encoding' cannot be set: it says where the body ends",
                "{http_method: get}                   | /http_method       | invalid value: get",
                "{http_method: 'P T'}                 | /http_method       | invalid value: P T",
                "{http_method: ''}                    | /http_method       | length must be at least 1",
                "{replace: {uri: ''}}                 | /replace/uri       | length must be at least 1",
                "{remove: {body: ['']}}               | /remove/body/0     | length must be at least 1",
                "{add: {body: [1]}}                   | /add/body/0        | expected a string",
                "{ad: {body: []}}                     | /ad                | unknown field",
                "{remove: {uri: /x}}                  | /remove/uri        | unknown field",
            })
    void lintRefuses(String config, String pointer, String message) {
        List<Problem> problems = Transformer.load(config).problems();

        assertThat(problems).anySatisfy(problem -> {
            assertThat(problem.severity()).isEqualTo(Problem.Severity.ERROR);
            assertThat(problem.pointer()).isEqualTo("/plugins/0/config" + pointer);
            assertThat(problem.message()).isEqualTo(message);
        });
        assertThat(Transformer.load(config).declaration()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{remove: {headers: [x-a, 'x_b:ignored text'], body: [a, 'b:c'], querystring: ['a b']}}",
                "{add: {headers: ['x-a:', 'x-b:a:b', 'x-c::d', 'x-content-length:1', 'x-d:content-length:1']}}",
                "{rename: {headers: ['x-a:X_b', 'content-length:x-c', 'x-a::x-b'], body: ['a:b c'], querystring: ['a:$(headers.b)']}}",
                "{add: {body: ['a.b:1', 'x y:z:'], querystring: ['a:  b']}}",
                "{replace: {uri: '/x'}}",
                "{replace: {uri: '$(headers.x)'}}",
                "{http_method: GET}",
            })
    void lintAccepts(String config) throws Exception {
        assertThat(Transformer.load(config).problems())
                .filteredOn(p -> p.pointer().contains("/config"))
                .isEmpty();
        assertThat(Transformer.create(config, HostLimits.DEFAULT)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{replace: {uri: 'n/x'}}                  | path-without-slash | /replace/uri",
                "{replace: {uri: 'x$(headers.x)'}}        | path-without-slash | /replace/uri",
                "{http_method: CONNECT}                   | unknown-method     | /http_method",
                "{http_method: BREW}                      | unknown-method     | /http_method",
                "{add: {headers: ['X-Forwarded-For:1']}}  | gateway-header     | ''",
                "{remove: {headers: [via]}}               | gateway-header     | ''",
                "{rename: {headers: ['X-Real-IP:x-a']}}   | gateway-header     | ''",
            })
    void lintWarns(String config, String code, String pointer) {
        List<Problem> problems = Transformer.load(config).problems();

        assertThat(problems).anySatisfy(problem -> {
            assertThat(problem.severity()).isEqualTo(Problem.Severity.WARNING);
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.pointer()).isEqualTo("/plugins/0/config" + pointer);
        });
        assertThat(Transformer.load(config).declaration()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{add: {body: ['a:1', 'b:$(#headers.x)']}} | /add/body/1 | value '$(#headers.x)' is not in supported format, error:character 3: unexpected '#'; a text''s length is :len()",
                "{rename: {querystring: ['a:x$(1+1)']}}    | /rename/querystring/0 | value 'x$(1+1)' is not in supported format, error:character 5: unexpected '+'; arithmetic is not supported",
                "{append: {headers: ['x-a:Bearer s3cret$()']}} | /append/headers/0 | the value is not in supported format, error:character 16: unexpected the end",
                "{replace: {uri: '/x$(query_params.)'}}    | /replace/uri | the value is not in supported format, error:character 18: unexpected the end",
            })
    void aStartRefusesTemplatesThatItCannotHonour(String config, String pointer, String reason) {
        assertThatThrownBy(() -> Transformer.create(config, HostLimits.DEFAULT))
                .isInstanceOfSatisfying(
                        UnsupportedConfig.class,
                        e -> assertThat(e.fields())
                                .containsExactly(new UnsupportedConfig.Field(pointer, reason.replace("''", "'"))));
    }

    @Test
    void allOfThemAtOnce() {
        assertThatThrownBy(() -> Transformer.create(
                        "{add: {body: ['a:$()'], headers: ['x-a:$()']}, replace: {uri: '/$()'}}", HostLimits.DEFAULT))
                .isInstanceOfSatisfying(
                        UnsupportedConfig.class,
                        e -> assertThat(e.fields())
                                .extracting(UnsupportedConfig.Field::pointer)
                                .containsExactly("/replace/uri", "/add/headers/0", "/add/body/0"));
    }
}
