package io.sluice.config;

import io.sluice.problem.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The schemas of the plugins that are hosted, {@code schema/plugins/NAME.json} where each plugin comes from, and the names of those
 * that are not. Immutable.
 */
public final class PluginSchemas {

    private final Map<String, SchemaFile> configs = new TreeMap<>();
    private final Map<String, JsonNode> files = new TreeMap<>();
    private final Set<String> official = official();

    /**
     * Loads the schemas of plugins on our own class path.
     *
     * @throws IllegalStateException if one has none
     */
    public PluginSchemas(Collection<String> hosted) {
        this(hosted.stream()
                .collect(
                        Collectors.toMap(Function.identity(), _ -> PluginSchemas.class.getClassLoader(), (a, _) -> a)));
    }

    /**
     * Loads the schema of every hosted plugin from the class loader that the plugin itself comes from.
     *
     * @throws IllegalStateException if one has none, or one that cannot be read
     */
    public PluginSchemas(Map<String, ClassLoader> hosted) {
        hosted.forEach((name, from) -> {
            String resource = "schema/plugins/" + name + ".json";
            JsonNode file = SchemaFile.resource(from, resource)
                    .orElseThrow(() -> new IllegalStateException("plugin " + name + " brings no " + resource));
            if (!file.at("/properties/config").isObject()) {
                throw new IllegalStateException(resource + " of plugin " + name + " describes no config");
            }
            files.put(name, file);
            configs.put(name, SchemaFile.of(file.at("/properties/config")));
        });
    }

    private static Set<String> official() {
        try (InputStream in = PluginSchemas.class.getResourceAsStream("kong-plugins.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The schema of a hosted plugin's configuration. */
    Optional<SchemaFile> config(String plugin) {
        return Optional.ofNullable(configs.get(plugin));
    }

    /** The whole schema file of a hosted plugin. */
    public Optional<JsonNode> file(String plugin) {
        return Optional.ofNullable(files.get(plugin));
    }

    /** Whether Kong has a plugin of that name that is not hosted here. */
    boolean isOfficial(String plugin) {
        return official.contains(plugin);
    }

    Optional<String> nearest(String plugin) {
        Set<String> all = new TreeSet<>(official);
        all.addAll(configs.keySet());
        return Nearest.to(plugin, all);
    }
}
