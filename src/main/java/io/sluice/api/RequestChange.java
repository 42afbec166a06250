package io.sluice.api;

import org.jspecify.annotations.Nullable;

/**
 * Changes a request on its way: for the plugins behind and for the upstream. Routing is over by then; the path that plugins see
 * stays the client's.
 */
public interface RequestChange {

    void method(String method);

    /** Header fields, to be changed in place. */
    Headers headers();

    /** The query, encoded as it shall be sent; null for none. */
    void query(@Nullable String rawQuery);

    /** Replaces the body; Content-Length follows by itself. */
    void body(byte[] body);

    /** Replaces the body by one that the plugin keeps elsewhere, and frees in its log phase. */
    void body(RequestBody body);

    /**
     * The whole path towards the upstream, decoded, bytes as ISO-8859-1 characters; the service's path and strip_path do not count
     * any more.
     *
     * @throws IllegalArgumentException if it does not begin with {@code /}
     */
    void upstreamPath(String path);

    /** The Host towards the upstream. */
    void upstreamHost(String host);
}
