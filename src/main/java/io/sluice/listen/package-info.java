/**
 * The listeners: accepting, admission, and the end. The only room that imports the web server.
 *
 * <p>May import {@code api}, {@code http}, {@code settings}, {@code tls} and {@code wire}. Start reading at {@link
 * io.sluice.listen.HttpServer}; go on to {@link io.sluice.listen.Connection} and {@link io.sluice.wire.Http1Connection}.
 */
@NullMarked
package io.sluice.listen;

import org.jspecify.annotations.NullMarked;
