package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.problem.Problem;
import io.sluice.runtime.PluginCatalog;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which names of plugins a file may have, by what the setting {@code plugins} names. */
class PluginNamesTest {

    private static List<Problem> problems(Dialect dialect, Set<String> named, Set<String> off, String yaml) {
        PluginSchemas schemas = new PluginSchemas(PluginCatalog.discover().loaders(), named, off);
        return new DeclarationLoader(schemas, Map.<String, String>of()::get, dialect)
                .load("kong.yml", "_format_version: '3.0'\n" + yaml)
                .problems();
    }

    /** Code, hint included, of a file that names one plugin. */
    private static Problem only(Dialect dialect, Set<String> named, Set<String> off, String plugin) {
        List<Problem> problems = problems(dialect, named, off, "plugins: [{name: " + plugin + "}]");
        assertThat(problems).hasSize(1);
        return problems.getFirst();
    }

    @ParameterizedTest
    @EnumSource(names = {"ANY", "KONG"})
    void anUnknownNameIsAnErrorThatSaysHowToNameIt(Dialect dialect) {
        Problem unknown = only(dialect, Set.of(), Set.of(), "my-plugin");

        assertThat(unknown.severity()).isEqualTo(Problem.Severity.ERROR);
        assertThat(unknown.code()).isEqualTo("unknown-plugin");
        assertThat(unknown.hint())
                .contains("KONG_PLUGINS=bundled,my-plugin,")
                .contains("plugins = bundled,my-plugin in kong.conf")
                .contains("lint --plugin my-plugin");
        assertThat(only(dialect, Set.of("other"), Set.of(), "my-plugin").hint())
                .contains("KONG_PLUGINS=bundled,other,my-plugin,");
    }

    @Test
    void aSlipIsStillTakenForOne() {
        assertThat(only(Dialect.ANY, Set.of(), Set.of(), "kafka-upstraem").hint())
                .startsWith("did you mean 'kafka-upstream'? Otherwise, ")
                .contains("--plugin kafka-upstraem");
        assertThat(only(Dialect.ANY, Set.of("my-plugin"), Set.of(), "my-plugni").hint())
                .startsWith("did you mean 'my-plugin'?");
        assertThat(only(Dialect.ANY, Set.of(), Set.of(), "'no name, this'").hint())
                .isNull();
    }

    @ParameterizedTest
    @EnumSource
    void aNameThatIsEnabledIsNotedOnceAndItsConfigTakenAsItIs(Dialect dialect) {
        List<Problem> problems = problems(
                dialect,
                Set.of("my-plugin"),
                Set.of(),
                "plugins: [{name: my-plugin, config: {anything: [1, {goes: true}]}}]\n"
                        + "services: [{name: s, host: h, plugins: [{name: my-plugin}]}]");

        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst().severity()).isEqualTo(Problem.Severity.NOTE);
        assertThat(problems.getFirst().code()).isEqualTo("unchecked-plugin");
        assertThat(problems.getFirst().hint()).contains("KONG_PLUGIN_FOLDER");
        assertThat(only(dialect, Set.of("kafka-upstraem"), Set.of(), "kafka-upstraem")
                        .hint())
                .startsWith("did you mean 'kafka-upstream'?");
    }

    @Test
    void whatElseIsWrongWithTheEntryOfSuchAPluginIsSaid() {
        assertThat(problems(Dialect.ANY, Set.of("x-1"), Set.of(), "plugins: [{name: x-1, confg: {}, route: r}]"))
                .filteredOn(p -> p.severity() == Problem.Severity.ERROR)
                .extracting(Problem::code)
                .containsExactlyInAnyOrder("unknown-field", "no-such-entity");
    }

    @Test
    void kongsDialectTakesAPluginOfTheEnterpriseEditionThatIsNamed() {
        Problem unnamed = only(
                Dialect.KONG, Set.of(), Set.of(), "forward-proxy, config: {http_proxy_host: a, http_proxy_port: 1}");
        assertThat(unnamed.code()).isEqualTo("unknown-plugin");
        assertThat(unnamed.hint()).startsWith("it is Kong Enterprise's; where it is installed: KONG_PLUGINS=");

        assertThat(problems(Dialect.KONG, Set.of("openid-connect"), Set.of(), "plugins: [{name: openid-connect}]"))
                .extracting(Problem::code)
                .contains("plugin-not-hosted")
                .doesNotContain("unknown-plugin");
    }

    @ParameterizedTest
    @CsvSource({
        "ANY, cors, WARNING, plugin-not-enabled, 'add it: KONG_PLUGINS=bundled,mine'",
        "KONG, cors, ERROR, unknown-plugin, 'KONG_PLUGINS=bundled,mine, or plugins = bundled,mine in kong.conf (-c), or"
                + " for lint --plugin cors'",
    })
    void aPluginThatTheSettingLeavesOutIsSaidToBeHere(
            Dialect dialect, String plugin, Problem.Severity severity, String code, String hint) {
        Problem left = only(dialect, Set.of("mine"), Set.of("cors"), plugin);

        assertThat(left.severity()).isEqualTo(severity);
        assertThat(left.code()).isEqualTo(code);
        assertThat(left.hint()).isEqualTo(hint);
    }
}
