package io.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.PluginFactory;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;

/** Makes jars as authors of plugins do: compiled against the API alone. */
public final class AuthorsJar {

    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final Map<String, String> sources = new LinkedHashMap<>();

    /** With the service line for a factory. */
    public static AuthorsJar of(String factory) {
        return new AuthorsJar().file("META-INF/services/" + PluginFactory.class.getName(), factory);
    }

    public AuthorsJar file(String name, String content) {
        entries.put(name, content.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** A source, by the full name of its class. */
    public AuthorsJar source(String type, String source) {
        sources.put(type, source);
        return this;
    }

    /** A project in Maven's layout, without its tests. */
    public static AuthorsJar ofProject(Path project) {
        AuthorsJar jar = new AuthorsJar();
        Path java = project.resolve("src/main/java");
        Path resources = project.resolve("src/main/resources");
        files(java)
                .forEach(file -> jar.source(
                        java.relativize(file).toString().replace(".java", "").replace('/', '.'), read(file)));
        files(resources).forEach(file -> jar.file(resources.relativize(file).toString(), read(file)));
        return jar;
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compiles and packs; {@code scratch} is a folder for what is left over. */
    public Path write(Path jar, Path scratch) throws IOException {
        Path classes = Files.createTempDirectory(scratch, "classes");
        compile(classes, scratch);
        for (Path file : files(classes)) {
            entries.put(classes.relativize(file).toString(), Files.readAllBytes(file));
        }
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        return jar;
    }

    private void compile(Path classes, Path scratch) throws IOException {
        if (sources.isEmpty()) {
            return;
        }
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
            files.setLocationFromPaths(
                    StandardLocation.CLASS_PATH, List.of(api(scratch), locationOf(NullMarked.class)));
            boolean compiled = javac.getTask(
                            said,
                            files,
                            null,
                            List.of("-Xlint:all,-processing", "-Werror", "-proc:none"),
                            null,
                            sources.entrySet().stream()
                                    .map(e -> new Source(e.getKey(), e.getValue()))
                                    .toList())
                    .call();
            assertThat(compiled).as(said.toString()).isTrue();
        }
    }

    /** The API as {@code make build} packs it for authors: its classes and nothing else of ours. */
    private static Path api(Path scratch) throws IOException {
        Path target = scratch.resolve("api");
        Path from = locationOf(PluginFactory.class);
        for (Path file : files(from.resolve("io/sluice/api"))) {
            Path copy = target.resolve(from.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            if (!Files.exists(copy)) {
                Files.copy(file, copy);
            }
        }
        return target;
    }

    private static Path locationOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String type, String text) {
            super(
                    URI.create("string:///" + type.replace('.', '/') + Kind.SOURCE.extension),
                    JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
