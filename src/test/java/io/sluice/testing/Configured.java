package io.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.PluginFactory;
import io.sluice.api.UnsupportedConfig;
import io.sluice.config.ConfigBinder;
import io.sluice.config.DeclarationLoader;
import io.sluice.config.PluginSchemas;
import java.util.List;
import java.util.Map;

/** Bundled plugins as a file configures them: checked and filled in by their schemas. */
public final class Configured {

    private Configured() {}

    /** The record of a valid configuration. */
    public static <C extends Record> C config(PluginFactory<C> factory, String yaml) {
        String file = "{_format_version: '3.0', plugins: [{name: " + factory.name() + ", config: " + yaml + "}]}";
        DeclarationLoader.Loaded loaded = new DeclarationLoader(
                        new PluginSchemas(List.of(factory.name())), Map.<String, String>of()::get)
                .load("kong.yml", file);
        assertThat(loaded.declaration()).as("%s: %s", file, loaded.problems()).isNotNull();
        return ConfigBinder.bind(loaded.declaration().plugins().getFirst().config(), factory.configType());
    }

    public static <C extends Record> Plugin plugin(PluginFactory<C> factory, String yaml, PluginEnv env)
            throws UnsupportedConfig {
        return factory.create(config(factory, yaml), env);
    }
}
