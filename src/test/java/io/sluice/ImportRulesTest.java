package io.sluice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between the packages, as data. Think hard about the layering before you add one. */
class ImportRulesTest {

    private static final String JACKSON = "tools.jackson..";

    /** Package to what it may import beside itself and the JDK: rooms of ours by name, libraries by package pattern. */
    private static final Map<String, List<String>> ARROWS = Map.ofEntries(
            Map.entry("api", List.of()),
            Map.entry("problem", List.of()),
            Map.entry(
                    "config",
                    List.of(
                            "api",
                            "problem",
                            "router",
                            JACKSON,
                            "com.networknt..",
                            "org.snakeyaml..",
                            "com.google.re2j..")),
            Map.entry("lint", List.of("api", "config", "problem", "router", JACKSON)),
            Map.entry("settings", List.of("api", "problem", JACKSON)),
            Map.entry("router", List.of("api", "problem", "com.google.re2j..")),
            Map.entry("runtime", List.of("api", "config", "problem", "router", "upstream", JACKSON)),
            Map.entry("time", List.of("api")),
            Map.entry("upstream", List.of("api", "time", "org.apache.hc..")),
            Map.entry("kafka", List.of("api", "org.apache.kafka..", JACKSON)),
            Map.entry("plugins", List.of("api", "records", JACKSON, "com.google.re2j..")),
            Map.entry("records", List.of("api")),
            Map.entry("explain", List.of("api", "config", "problem", "router", "runtime", "http", JACKSON)),
            Map.entry("observe", List.of("api", "runtime", "io.prometheus..")),
            Map.entry("admin", List.of("api", JACKSON)),
            Map.entry("http", List.of("api", "settings")),
            Map.entry("tls", List.of("api", "settings")),
            Map.entry("wire", List.of("api", "http", "settings", "time", "io.helidon.http..", "org.apache.hc..")),
            Map.entry("listen", List.of("api", "http", "settings", "time", "tls", "wire", "io.helidon..")));

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.sluice");
    }

    static Set<String> rooms() {
        return ARROWS.keySet();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void aRoomImportsOnlyWhatItsArrowsAllow(String room) {
        String[] allowed = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(
                                "io.sluice." + room + "..",
                                "java..",
                                "javax..",
                                "jdk..",
                                "com.sun.management..",
                                "org.jspecify.."),
                        ARROWS.get(room).stream().map(to -> to.endsWith("..") ? to : "io.sluice." + to + ".."))
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("io.sluice." + room + "..")
                .should()
                .dependOnClassesThat(outside(allowed))
                .because("of the arrows in " + ImportRulesTest.class.getSimpleName())
                .check(classes);
    }

    /** Of the listeners, only what speaks HTTP/2 sees the HTTP library, and that knows neither Helidon nor what a request is for. */
    @Test
    void onlyHttp2SeesTheHttpLibrary() {
        noClasses()
                .that()
                .resideInAPackage("io.sluice.wire..")
                .and()
                .resideOutsideOfPackage("io.sluice.wire.http2..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.hc..")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("io.sluice.wire.http2..")
                .should()
                .dependOnClassesThat(outside(
                        "io.sluice.wire.http2..", "io.sluice.api..", "java..", "org.jspecify..", "org.apache.hc.."))
                .check(classes);
    }

    /** One plugin knows nothing of another: each can be taken out by deleting its package, schema and service line. */
    @Test
    void pluginsDoNotKnowEachOther() {
        com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices()
                .matching("io.sluice.plugins.(*)..")
                .should()
                .notDependOnEachOther()
                .check(classes);
    }

    private static DescribedPredicate<JavaClass> outside(String... patterns) {
        DescribedPredicate<JavaClass> inside = JavaClass.Predicates.resideInAnyPackage(patterns);
        return DescribedPredicate.describe(
                "outside " + Arrays.toString(patterns),
                type -> !type.isPrimitive()
                        && !inside.test(type.getBaseComponentType())
                        && !type.getBaseComponentType().isPrimitive());
    }
}
