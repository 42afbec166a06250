/**
 * All that a plugin imports, and the vocabulary the rest of Sluice shares.
 *
 * <p>Imports nothing but the JDK. Start reading at {@link io.sluice.api.Plugin}, go on to {@link io.sluice.api.Exchange}
 * (one request on its way through the phases) and {@link io.sluice.api.PluginEnv} (what a plugin may ask of its host).
 */
@NullMarked
package io.sluice.api;

import org.jspecify.annotations.NullMarked;
