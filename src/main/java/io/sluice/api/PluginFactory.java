package io.sluice.api;

/**
 * Makes instances of one kind of plugin. Found by {@link java.util.ServiceLoader}, on the host's class path or in a jar of the plugin
 * folder, so it needs a public constructor without arguments; constructing one has no side effects.
 *
 * <p>The JSON Schema of the configuration lies beside it, as the resource {@code schema/plugins/<name>.json}, under {@code
 * /properties/config}. The host checks the configuration against it, fills in its defaults and binds the result to {@code C}: property
 * {@code forward_body} to the record component {@code forwardBody}. A property without a default that is not in the file is {@code
 * null}. Components are {@code String}, {@link Secret}, {@code boolean}, {@code int}, {@code double} (boxed where they may be absent),
 * {@code List}, {@code Map} with {@code String} keys, and records of such.
 *
 * @param <C> the configuration, a record
 */
public interface PluginFactory<C extends Record> {

    /** The name as files write it, {@code kafka-upstream}; also in the setting {@code plugins}. One of a kind in a host. */
    String name();

    /** Higher runs first, in every phase. Plugins of Kong's have Kong's number; one's own is best unlike any of those. */
    int priority();

    /** The record that the configuration is bound to. */
    Class<C> configType();

    /**
     * Makes an instance. Called once per plugin entry, before anything is served with it; must not wait for a network. A runtime
     * exception refuses the whole file, naming the plugin.
     *
     * @throws UnsupportedConfig if the configuration is valid but asks for what this version cannot do
     */
    Plugin create(C config, PluginEnv env) throws UnsupportedConfig;
}
