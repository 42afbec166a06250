package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiteralsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '"',
            value = {
                "/users/\\d+/profile    ~ /users/ ~ /profile",
                "/users/profile         ~ /users/profile ~ /users/profile",
                "/a\\.b\\-c/\\d         ~ /a.b-c/ ~ /a.b-c/",
                "/abc?d                 ~ /ab     ~ /ab",
                "/abc*                  ~ /ab     ~ /ab",
                "/abc+d                 ~ /abc    ~ /abc",
                "/abc{0,3}longer        ~ /ab     ~ longer",
                "/[a-z]+/r17/\\d+$      ~ /       ~ /r17/",
                "/[]/]+/r17             ~ /       ~ /r17",
                "/[^]/]+/r17            ~ /       ~ /r17",
                "/(a|b)/items           ~ /       ~ /items",
                "/(a(b|c)|[)])/items    ~ /       ~ /items",
                "/a|/b                  ~ \"\"    ~ \"\"",
                "/(?i)abc               ~ \"\"    ~ \"\"",
                "/\\Qa.b\\E             ~ \"\"    ~ \"\"",
                "/\\x61bcdef            ~ /       ~ bcdef",
                "/\\p{L}rest            ~ /       ~ rest",
                "/\\p{Greek}*x          ~ /       ~ /",
                "/(?<n>x)yz             ~ /       ~ yz",
                ".*                     ~ \"\"    ~ \"\"",
            })
    void plainTextIsFoundWhereItIsSure(String pattern, String start, String needed) {
        assertThat(Literals.of(pattern)).isEqualTo(new Literals(start, needed));
    }

    /** What is promised must hold for every text that the expression matches. */
    @Test
    void nothingIsPromisedThatDoesNotHold() {
        int matched = 0;
        for (long seed = 0; seed < 300; seed++) {
            RandomRoutes random = new RandomRoutes(seed);
            for (var route : random.routes(20)) {
                for (String path : route.paths()) {
                    if (!path.startsWith("~")) {
                        continue;
                    }
                    RoutePattern pattern = RoutePattern.ofPath(path.substring(1));
                    for (int i = 0; i < 20; i++) {
                        String text = random.request().path();
                        if (pattern.found(text)) {
                            matched++;
                            assertThat(text)
                                    .as(path)
                                    .startsWith(pattern.start())
                                    .contains(pattern.needed());
                        }
                    }
                }
            }
        }
        assertThat(matched).isGreaterThan(1_000);
    }
}
