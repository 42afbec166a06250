package io.sluice.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.DeclarationLoader;
import io.sluice.config.Dialect;
import io.sluice.config.PluginSchemas;
import io.sluice.problem.Problem;
import io.sluice.router.Calculation;
import io.sluice.runtime.PluginCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Damaged files come to problems and to nothing else: no exception, no second of computing, no 200 MB. {@code make fuzz} does a
 * million of them; {@code -Dfuzz.seed} begins elsewhere.
 */
class MutatedFilesTest {

    private static final int MUTATIONS = Integer.getInteger("fuzz.mutations", 1_000);
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    /** Of processor time; three times what is promised, since a machine may be busy. */
    private static final long MOST_NANOS = 3_000_000_000L;

    private static final long MOST_BYTES = 200L << 20;
    private static final Map<String, String> ENV = Map.of("DECK_X", "a: [b", "DECK_Y", "12", "X", "{\"y\": 1}");
    private static final PluginSchemas SCHEMAS =
            new PluginSchemas(PluginCatalog.discover().names());

    @TempDir
    private Path folder;

    private long mostNanos;
    private long mostBytes;

    private static List<String> seeds() throws IOException {
        List<String> seeds = new ArrayList<>();
        try (InputStream in = MutatedFilesTest.class.getResourceAsStream("/vectors/declarative.json")) {
            for (JsonNode c : JsonMapper.shared().readTree(in)) {
                seeds.add(c.get("yaml").asString());
            }
        }
        for (String file :
                List.of("kong.yml.example", "examples/gateway.yml", "examples/webhook-signature/webhooks.yml")) {
            seeds.add(Files.readString(Path.of(file)));
        }
        return seeds;
    }

    @Test
    void nothingButProblemsComesOfThem() throws IOException {
        List<String> seeds = seeds();
        Lint lint = new Lint(SCHEMAS, Calculation.ORIGINAL);
        List<DeclarationLoader> loaders = List.of(
                new DeclarationLoader(SCHEMAS, ENV::get, Dialect.ANY),
                new DeclarationLoader(SCHEMAS, ENV::get, Dialect.KONG),
                new DeclarationLoader(SCHEMAS, ENV::get, Dialect.DECK));
        Path file = folder.resolve("kong.yml");
        int damaged = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            Random random = new Random(SEED * 1_000_003 + i);
            byte[] bytes = new Mutation(random.nextLong())
                    .of(seeds.get(random.nextInt(seeds.size())), seeds.get(random.nextInt(seeds.size())));
            Files.write(file, bytes);
            // most are judged as usual
            DeclarationLoader loader = loaders.get(Math.max(0, random.nextInt(6) - 3));
            damaged += lint(loader, lint, file, bytes, i) ? 1 : 0;
        }
        System.out.printf(
                "%d damaged files, %d with problems; at most %d ms and %d MiB%n",
                MUTATIONS, damaged, mostNanos / 1_000_000, mostBytes >> 20);
        assertThat(damaged).as("files with problems").isGreaterThan(MUTATIONS / 2);
    }

    /** Whether there are problems. */
    private boolean lint(DeclarationLoader loader, Lint lint, Path file, byte[] bytes, int number) {
        long allocated = allocated();
        long time = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        List<Problem> problems;
        try {
            problems = lint.check(loader.load(file));
            new Silence(Set.of(), _ -> new String(bytes, StandardCharsets.UTF_8)).heard(problems);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError(reproduction(number, bytes), e);
        }
        long took = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - time;
        long bytesTaken = allocated() - allocated;
        mostNanos = Math.max(mostNanos, took);
        mostBytes = Math.max(mostBytes, bytesTaken);
        assertThat(took)
                .as("nanoseconds of computing; %s", reproduction(number, bytes))
                .isLessThan(MOST_NANOS);
        assertThat(bytesTaken).as("bytes; %s", reproduction(number, bytes)).isLessThan(MOST_BYTES);
        assertThat(problems).as(reproduction(number, bytes)).allSatisfy(problem -> {
            assertThat(problem.place().file()).isNotEmpty();
            assertThat(problem.message()).isNotBlank();
        });
        return !problems.isEmpty();
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static String reproduction(int number, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return "mutation " + number + " of seed " + SEED + ": " + bytes.length + " bytes:\n"
                + text.substring(0, Math.min(text.length(), 4_000));
    }
}
