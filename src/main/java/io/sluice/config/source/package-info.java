/**
 * From the bytes of a file to a JSON tree whose every value knows its line and column: reading within limits, env templates,
 * YAML.
 *
 * <p>Start reading at {@link io.sluice.config.source.SourceReader}.
 */
@NullMarked
package io.sluice.config.source;

import org.jspecify.annotations.NullMarked;
