/**
 * From the text of a declarative file to a {@link io.sluice.config.Declaration}: YAML with positions, env templates, JSON
 * Schema, references. Pure but for reading files; collects every problem with its line and column, and throws none.
 *
 * <p>May import {@code api}, {@code problem}, {@code router} (for the rules of paths), Jackson, the YAML engine and the schema validator.
 */
@NullMarked
package io.sluice.config;

import org.jspecify.annotations.NullMarked;
