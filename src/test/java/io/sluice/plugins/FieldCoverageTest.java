package io.sluice.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.ConfigBinder;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every official field of the Kafka plugins has a test that shows its effect, or a reason why none can be seen. Which, is said in
 * {@code fields/PLUGIN.txt}: a field a line, or a part of the tree as {@code part/*}, then tests as {@code Class#method}, or
 * {@code no effect:} and why, or {@code not hosted:} and the test that a start is refused and names the field.
 */
class FieldCoverageTest {

    private static final String NO_EFFECT = "no effect:";
    private static final String NOT_HOSTED = "not hosted:";
    private static final Pattern VECTORS = Pattern.compile("\"(/vectors/[a-z-]+\\.json)\"|(KafkaVectors)\\.");

    @ParameterizedTest
    @ValueSource(strings = {"kafka-upstream", "confluent", "kafka-log"})
    void everyFieldIsShownByATestOrSaysWhyNot(String plugin) throws Exception {
        Map<String, String> lines = lines(plugin);
        Set<String> unused = new TreeSet<>(lines.keySet());
        List<String> missing = new ArrayList<>();
        for (String field : fields(plugin)) {
            List<String> matching = lines.keySet().stream()
                    .filter(line -> line.equals(field)
                            || (line.endsWith("/*") && field.startsWith(line.substring(0, line.length() - 1))))
                    .toList();
            unused.removeAll(matching);
            if (matching.isEmpty()) {
                missing.add(field);
            }
            for (String line : matching) {
                check(field, Objects.requireNonNull(lines.get(line)));
            }
        }
        assertThat(missing).as("fields of %s without a test", plugin).isEmpty();
        assertThat(unused).as("lines of fields/%s.txt without a field", plugin).isEmpty();
    }

    private static void check(String field, String shownBy) throws Exception {
        if (shownBy.startsWith(NO_EFFECT)) {
            assertThat(shownBy.substring(NO_EFFECT.length()).strip())
                    .as("why %s has no effect", field)
                    .hasSizeGreaterThan(20);
            return;
        }
        if (shownBy.startsWith(NOT_HOSTED)) {
            assertIsTest(shownBy.substring(NOT_HOSTED.length()).strip());
            return;
        }
        boolean named = false;
        for (String test : shownBy.split("\\s+", -1)) {
            named |= names(test, field);
        }
        assertThat(named).as("none of %s names %s", shownBy, field).isTrue();
    }

    /** Whether the source of an existing test, or the vectors that it runs, name the field. */
    private static boolean names(String test, String field) throws Exception {
        Class<?> type = assertIsTest(test);
        String name = field.substring(field.lastIndexOf('/') + 1);
        String source = withNeighbours(type);
        Matcher vectors = VECTORS.matcher(source);
        return contains(source, name) || (vectors.find() && contains(vectors(vectors.group(1)), name));
    }

    /** {@code Class#method}, the class without {@code io.sluice.}; answers the class. */
    private static Class<?> assertIsTest(String test) throws ClassNotFoundException {
        String[] parts = test.split("#", -1);
        Class<?> type = Class.forName("io.sluice." + parts[0]);
        assertThat(Arrays.stream(type.getDeclaredMethods())
                        .filter(method -> method.getName().equals(parts[1]))
                        .anyMatch(FieldCoverageTest::isTest))
                .as("%s is a test", test)
                .isTrue();
        return type;
    }

    private static boolean isTest(Method method) {
        return Stream.of(Test.class, ParameterizedTest.class, TestFactory.class).anyMatch(method::isAnnotationPresent);
    }

    private static boolean contains(String text, String name) {
        return Pattern.compile("\\b" + Pattern.quote(name) + "\\b")
                        .matcher(text)
                        .find()
                || Arrays.stream(text.split("\\W+", -1))
                        .anyMatch(word -> ConfigBinder.property(word).equals(name));
    }

    /** The source of a test, and of the classes of its package that it uses: they may hold its configurations. */
    private static String withNeighbours(Class<?> type) throws IOException {
        Path path = source(type);
        StringBuilder all = new StringBuilder(Files.readString(path));
        Set<String> words = Set.copyOf(Arrays.asList(all.toString().split("\\W+", -1)));
        try (Stream<Path> neighbours = Files.list(path.getParent())) {
            for (Path neighbour : neighbours.filter(Files::isRegularFile).toList()) {
                String name = neighbour.getFileName().toString().replace(".java", "");
                if (words.contains(name) && !neighbour.equals(path) && !name.endsWith("IT") && !name.endsWith("Test")) {
                    all.append(Files.readString(neighbour));
                }
            }
        }
        return all.toString();
    }

    private static Path source(Class<?> type) {
        String file = type.getName().replace('.', '/') + ".java";
        return Stream.of("src/test/java", "tests-e2e/java")
                .map(root -> Path.of(root, file))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no source of " + type));
    }

    private static String vectors(String resource) throws IOException {
        String name = resource == null ? "/vectors/kafka-upstream.json" : resource;
        try (InputStream in = FieldCoverageTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The leaves of the official schema. */
    private static Set<String> fields(String plugin) throws IOException {
        Set<String> fields = new TreeSet<>();
        try (InputStream in = FieldCoverageTest.class.getResourceAsStream("/facts/" + plugin + ".json")) {
            collect(JsonMapper.shared().readTree(in).at("/properties/config"), "", fields);
        }
        assertThat(fields).hasSizeGreaterThan(50);
        return fields;
    }

    private static void collect(JsonNode schema, String path, Set<String> fields) {
        schema.get("properties").properties().forEach(p -> {
            JsonNode rule = p.getValue().has("items") ? p.getValue().get("items") : p.getValue();
            if (rule.has("properties")) {
                collect(rule, path + p.getKey() + "/", fields);
            } else {
                fields.add(path + p.getKey());
            }
        });
    }

    private static Map<String, String> lines(String plugin) throws IOException {
        Map<String, String> lines = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("src/test/resources/fields", plugin + ".txt"))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.strip().split("\\s+", 2);
                assertThat(lines.put(parts[0], parts[1].strip()))
                        .as("%s comes twice", parts[0])
                        .isNull();
            }
        }
        return lines;
    }
}
