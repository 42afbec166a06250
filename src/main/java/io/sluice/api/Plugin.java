package io.sluice.api;

import java.util.Optional;

/**
 * One configured plugin: an instance per plugin entry of the declarative file.
 *
 * <p>The contract:
 *
 * <ol>
 *   <li>The host calls the phases of one request in Kong's order, on one virtual thread: {@link #rewrite}, {@link #access}, then for
 *       an upstream's answer {@link #response}, for every answer {@link #headerFilter} and {@link #bodyFilter}, and, when the answer
 *       has been written or the client has gone, {@link #log}. {@link #certificate} belongs to a connection, not to a request.
 *   <li>Within a phase, plugins run by descending {@link PluginFactory#priority()}.
 *   <li>Of one plugin, at most one instance takes part in a request: that of the entry with the most specific scope. It is chosen when
 *       the plugin's turn comes in {@link #access}, since plugins before it may have found the consumer, and stays for the later phases.
 *       Only global entries take part before routing, and in requests that match no route.
 *   <li>A phase that is not overridden costs nothing. Overriding {@link #response} makes the host hold an upstream's whole answer in
 *       memory; a plugin has either that or header and body filter, never both.
 *   <li>{@link Exchange#reply} in {@link #rewrite} or {@link #access} answers the request: plugins of lower priority do not run their
 *       {@code access} any more, and no upstream is called. The later phases of all of them still run.
 *   <li>What a plugin changes with {@link Exchange#change} is what the plugins behind it and the upstream see; {@link
 *       Exchange#received} stays as the client sent it.
 *   <li>Instances are shared by all requests and must be safe for concurrent use. What belongs to one request is kept with its exchange,
 *       by {@link Exchange#put}.
 *   <li>Blocking is fine; what is slow must carry its own time limit. A phase that has not returned after {@link HostLimits#phaseTime()}
 *       is interrupted.
 *   <li>What a plugin throws hurts that request alone: while nothing of the answer has been written the client gets a 500, afterwards
 *       the answer is cut, and always the host logs the plugin's name. {@link RequestBody.Broken} alone is no failure of the plugin's:
 *       it passes through, and the connection is closed.
 *   <li>A plugin asks its {@link PluginEnv} for what it needs; it sees neither the web server nor a Kafka class. One that comes in a jar
 *       sees this API and the JDK alone.
 *   <li>Secrets travel as {@link Secret}, and reach no log, no message, no header and no preview.
 *   <li>{@link #close} is called once, after the last request that used the instance, and gives back what the plugin leased.
 * </ol>
 *
 * <p>Source of the order: Kong's page on plugin contexts and priorities. For authors: {@code docs/plugin-author-guide.md}.
 */
public interface Plugin extends AutoCloseable {

    /** During a TLS handshake, before there is a request; only for global entries. What it throws ends the handshake. */
    default void certificate(Handshake handshake) throws Exception {}

    /** Before routing; only for global entries. No route, service or consumer is known yet, and what is changed does not reroute. */
    default void rewrite(Exchange exchange) throws Exception {}

    /** After routing: authenticate, limit, transform, or answer with {@link Exchange#reply}. */
    default void access(Exchange exchange) throws Exception {}

    /**
     * The whole answer of an upstream is here, nothing of it has been written. Not called for answers made by plugins or by the host.
     *
     * @return what goes to the client instead, or {@code answer} itself
     */
    default Reply response(Exchange exchange, Reply answer) throws Exception {
        return answer;
    }

    /** The head of the answer, whoever made it, is known and may be changed; nothing has been written to the client. */
    default void headerFilter(Exchange exchange, ResponseHead head) throws Exception {}

    /**
     * A part of the answer's body is on its way to the client. The host adapts Content-Length by itself.
     *
     * @param part must not be changed; may be empty
     * @param last whether this is the end
     * @return what goes on instead, perhaps empty
     */
    default byte[] bodyFilter(Exchange exchange, byte[] part, boolean last) throws Exception {
        return part;
    }

    /**
     * The answer has been written, or the client has gone. Nothing can be changed any more; the next request of the connection may
     * wait for this to return, so slow work belongs on a thread of the plugin's own.
     */
    default void log(Exchange exchange, Completion completion) throws Exception {}

    /**
     * What {@link #access} would do, or the later phases of a plugin without it, for {@code sluice explain}: may change the exchange, answer it or authenticate as access
     * would, but has no effect outside of it: nothing is sent, counted or logged. Empty if the plugin cannot tell.
     */
    default Optional<Preview> preview(Exchange exchange) throws Exception {
        return Optional.empty();
    }

    @Override
    default void close() {}
}
