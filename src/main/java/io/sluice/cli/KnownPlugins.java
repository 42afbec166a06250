package io.sluice.cli;

import io.sluice.config.PluginSchemas;
import io.sluice.runtime.PluginCatalog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The plugins that a file may name, and their schemas. Closing it closes the jars.
 *
 * @param catalog those that can run
 */
record KnownPlugins(PluginCatalog catalog, PluginSchemas schemas) implements AutoCloseable {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    /**
     * For looking at a file: whatever is here can be checked, and what is enabled by name need not be here.
     *
     * @param folder of jars, or null
     * @param setting Kong's {@code plugins}, or null where it is not set
     * @param more names beside it
     * @throws IllegalArgumentException naming what cannot be a name, or a jar that cannot be used
     */
    static KnownPlugins of(@Nullable Path folder, @Nullable List<String> setting, List<String> more) {
        PluginCatalog all = PluginCatalog.discover(folder);
        Set<String> named = named(setting == null ? List.of("bundled") : setting, more);
        Set<String> off = new TreeSet<>();
        if (setting != null) {
            off.addAll(present(all, setting).off());
            off.removeAll(more);
        }
        return new KnownPlugins(all, new PluginSchemas(all.loaders(), named, off));
    }

    /** As a start would have it, but that {@code more} names, and the names of the setting, need not be here. */
    static KnownPlugins lenient(@Nullable Path folder, List<String> setting, List<String> more) {
        List<String> names = new ArrayList<>(setting);
        names.addAll(more);
        PluginCatalog enabled = present(PluginCatalog.discover(folder), names);
        return new KnownPlugins(enabled, new PluginSchemas(enabled.loaders(), named(setting, more), enabled.off()));
    }

    /**
     * As a start has it.
     *
     * @throws IllegalArgumentException naming what is enabled and not here
     */
    static KnownPlugins strict(@Nullable Path folder, List<String> setting) {
        PluginCatalog enabled = PluginCatalog.discover(folder).enabled(setting);
        return new KnownPlugins(
                enabled, new PluginSchemas(enabled.loaders(), PluginCatalog.named(setting), enabled.off()));
    }

    private static Set<String> named(List<String> setting, List<String> more) {
        Set<String> named = new TreeSet<>(PluginCatalog.named(setting));
        named.addAll(more);
        named.remove("bundled");
        for (String name : named) {
            if (name.equals("off") || !PLAIN.matcher(name).matches()) {
                throw new IllegalArgumentException("'" + name
                        + "' cannot be the name of a plugin; several are separated by commas: bundled,my-plugin");
            }
        }
        return named;
    }

    /** What of these is here. */
    private static PluginCatalog present(PluginCatalog all, List<String> names) {
        return all.enabled(names.stream()
                .filter(name -> Set.of("bundled", "off").contains(name)
                        || all.find(name).isPresent())
                .toList());
    }

    @Override
    public void close() {
        catalog.close();
    }
}
