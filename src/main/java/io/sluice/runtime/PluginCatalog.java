package io.sluice.runtime;

import io.sluice.api.PluginFactory;
import io.sluice.problem.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The plugins this host has, by name: those on its own class path (bundled), and those in the jars of a folder. Immutable; closing it,
 * or a selection of it, closes the jars.
 */
public final class PluginCatalog implements AutoCloseable {

    private final Map<String, Installed> byName = new TreeMap<>();
    private final List<PluginJar> jars = new ArrayList<>();
    /** Those that are there and that a selection has left out. */
    private final Set<String> off = new TreeSet<>();

    /**
     * A plugin that is there.
     *
     * @param jar where it comes from; null for a bundled one
     */
    private record Installed(
            PluginFactory<?> factory, @Nullable PluginJar jar) {}

    private PluginCatalog() {}

    /** The bundled plugins alone. */
    public static PluginCatalog discover() {
        return discover(null);
    }

    /**
     * The bundled plugins, and all that the jars of {@code folder} offer. Each jar has a class loader of its own that shows it the API
     * and the JDK, and nothing else of the host or of another jar.
     *
     * @param folder null for none; what is in it and is not called {@code *.jar} does not count
     * @throws IllegalArgumentException naming every jar that cannot be used, and why, a line each
     */
    public static PluginCatalog discover(@Nullable Path folder) {
        PluginCatalog catalog = of(bundled());
        if (folder != null) {
            List<String> problems = new ArrayList<>();
            ApiLoader api = new ApiLoader(PluginCatalog.class.getClassLoader());
            jarsOf(folder).forEach(jar -> catalog.open(jar, api, problems));
            if (!problems.isEmpty()) {
                catalog.close();
                throw new IllegalArgumentException(String.join("\n", problems));
            }
        }
        return catalog;
    }

    /** These, as if they were bundled. */
    public static PluginCatalog of(Collection<? extends PluginFactory<?>> factories) {
        PluginCatalog catalog = new PluginCatalog();
        for (PluginFactory<?> factory : factories) {
            if (catalog.byName.put(factory.name(), new Installed(factory, null)) != null) {
                throw new IllegalStateException("two plugins are named " + factory.name());
            }
        }
        return catalog;
    }

    @SuppressWarnings("rawtypes")
    private static List<PluginFactory<?>> bundled() {
        List<PluginFactory<?>> found = new ArrayList<>();
        for (PluginFactory factory : ServiceLoader.load(PluginFactory.class, PluginCatalog.class.getClassLoader())) {
            found.add((PluginFactory<?>) factory);
        }
        return found;
    }

    private static List<Path> jarsOf(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw new IllegalArgumentException(
                    "plugin folder " + folder + ": there is no such folder; name the one with the plugins' jars", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("plugin folder " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void open(Path path, ApiLoader api, List<String> problems) {
        try {
            PluginJar jar = PluginJar.open(path, api);
            jars.add(jar);
            for (PluginFactory<?> factory : jar.factories()) {
                Installed other = byName.putIfAbsent(factory.name(), new Installed(factory, jar));
                if (other != null) {
                    problems.add(path + ": there is a plugin '" + factory.name() + "' already, "
                            + (other.jar == null ? "a bundled one" : "in " + other.jar.path()));
                }
            }
        } catch (PluginJar.Unusable e) {
            problems.add(e.getMessage());
        }
    }

    /**
     * Those that Kong's setting {@code plugins} enables: names, {@code bundled} for all bundled ones; {@code off} as the first for
     * none at all, and without a meaning behind it.
     *
     * @throws IllegalArgumentException naming what is not there, a line each
     */
    public PluginCatalog enabled(List<String> names) {
        PluginCatalog enabled = new PluginCatalog();
        enabled.jars.addAll(jars);
        Set<String> named = named(names);
        List<String> missing = named.stream()
                .filter(name -> !byName.containsKey(name))
                .map(this::missing)
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", missing)
                    + "\nA plugin of your own needs its jar in the folder that KONG_PLUGIN_FOLDER names");
        }
        boolean bundled = isOn(names) && names.contains("bundled");
        byName.forEach((name, there) -> {
            if (named.contains(name) || (bundled && there.jar == null)) {
                enabled.byName.put(name, there);
            } else {
                enabled.off.add(name);
            }
        });
        return enabled;
    }

    /** The plugins that the setting names one by one, there or not. */
    public static Set<String> named(List<String> names) {
        Set<String> named = new LinkedHashSet<>(isOn(names) ? names : List.of());
        named.removeAll(List.of("bundled", "off"));
        return named;
    }

    private static boolean isOn(List<String> names) {
        return !names.isEmpty() && !names.getFirst().equals("off");
    }

    private String missing(String name) {
        String nearest = Nearest.to(name, names())
                .map(near -> "did you mean '" + near + "'? ")
                .orElse("");
        return name + " plugin is enabled but not installed; " + nearest + "There are " + String.join(", ", names());
    }

    /** Those that are there and not enabled. */
    public Set<String> off() {
        return Collections.unmodifiableSet(off);
    }

    public Optional<PluginFactory<?>> find(String name) {
        return Optional.ofNullable(byName.get(name)).map(Installed::factory);
    }

    public Set<String> names() {
        return byName.keySet();
    }

    public Collection<PluginFactory<?>> all() {
        List<PluginFactory<?>> factories = new ArrayList<>();
        byName.values().forEach(installed -> factories.add(installed.factory));
        return factories;
    }

    /** Each plugin's name to where its classes and its schema come from. */
    public Map<String, ClassLoader> loaders() {
        Map<String, ClassLoader> loaders = new TreeMap<>();
        byName.forEach((name, installed) -> loaders.put(
                name, installed.jar == null ? installed.factory.getClass().getClassLoader() : installed.jar.loader()));
        return loaders;
    }

    @Override
    public void close() {
        jars.forEach(PluginJar::close);
    }
}
