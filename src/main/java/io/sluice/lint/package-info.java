/**
 * Warnings about what is legal and almost surely wrong: they look at the loaded declaration, and say something only where it is
 * certain. What may not be is an error, and {@code config} says so.
 *
 * <p>Imports {@code api}, {@code config}, {@code problem} and {@code router}. Start reading at {@link io.sluice.lint.Lint}.
 */
@NullMarked
package io.sluice.lint;

import org.jspecify.annotations.NullMarked;
