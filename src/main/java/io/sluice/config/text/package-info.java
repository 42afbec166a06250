/**
 * Texts that mean something to Kong: hosts, urls, paths, names. Pure. A field of a schema says by its {@code format} which of them it is.
 *
 * <p>Start reading at {@link io.sluice.config.text.TextFormat}.
 */
@NullMarked
package io.sluice.config.text;

import org.jspecify.annotations.NullMarked;
