/**
 * The plugin {@code request-termination}: answers instead of the service, always or when asked to, and can show the request as it
 * arrived.
 *
 * <p>Start reading at {@link io.sluice.plugins.requesttermination.RequestTermination}.
 */
@NullMarked
package io.sluice.plugins.requesttermination;

import org.jspecify.annotations.NullMarked;
