package io.sluice.api;

/**
 * Makes instances of one kind of plugin. Found by {@link java.util.ServiceLoader}, so it needs a public constructor
 * without arguments; constructing one has no side effects.
 *
 * <p>The JSON Schema of the configuration lies on the class path at {@code schema/plugins/<name>.json}. The host checks the
 * configuration against it, fills in its defaults and binds the result to {@code C}: property {@code forward_body} to the
 * record component {@code forwardBody}. A property without a default that is not in the file is {@code null}.
 *
 * @param <C> the configuration, a record
 */
public interface PluginFactory<C extends Record> {

    /** The name as Kong's files write it, {@code kafka-upstream}. */
    String name();

    /** Kong's priority for this plugin: higher runs first, in every phase. */
    int priority();

    /** The record that the configuration is bound to. */
    Class<C> configType();

    /**
     * Makes an instance. Called once per plugin entry, while nothing is served yet; must not wait for a network.
     *
     * @throws UnsupportedConfig if the configuration is valid but asks for what this version cannot do
     */
    Plugin create(C config, PluginEnv env) throws UnsupportedConfig;
}
