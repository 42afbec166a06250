package io.sluice.api;

/**
 * One configured plugin: an instance per plugin entry of the declarative file.
 *
 * <p>The contract:
 *
 * <ol>
 *   <li>The host calls the phases of one request in Kong's order, on one virtual thread: {@link #rewrite} (global entries
 *       only, before routing), {@link #access}, {@link #headerFilter}, then, after the answer was written, {@link #log}.
 *   <li>Within a phase, plugins run by descending {@link PluginFactory#priority()}.
 *   <li>Blocking is fine; what is slow must carry its own time limit.
 *   <li>{@link Exchange#reply} in {@code rewrite} or {@code access} answers the request: plugins of lower priority do not
 *       run their {@code access} any more. Their later phases still run.
 *   <li>Instances are shared by all requests and must be safe for concurrent use.
 *   <li>What a plugin throws hurts that request alone: the client gets a 500, the host logs the plugin's name.
 *   <li>{@link #close} is called once, after the last request that used the instance.
 * </ol>
 *
 * <p>Source of the order: Kong's page on plugin contexts and priorities.
 */
public interface Plugin extends AutoCloseable {

    /** Before routing; only for global entries. No route, service or consumer is known yet. */
    default void rewrite(Exchange exchange) throws Exception {}

    /** After routing: authenticate, limit, transform, or answer with {@link Exchange#reply}. */
    default void access(Exchange exchange) throws Exception {}

    /** The head of the answer is known and may be changed; nothing has been written to the client. */
    default void headerFilter(Exchange exchange, ResponseHead head) throws Exception {}

    /** The answer has been written (or the client has gone). Never delays or changes the answer. */
    default void log(Exchange exchange, Completion completion) throws Exception {}

    @Override
    default void close() {}
}
