/**
 * One request through Kong's phases: route it, choose the plugins that apply, run them, answer.
 *
 * <p>May import {@code api}, {@code config}, {@code problem} and {@code router}. Start reading at {@link
 * io.sluice.runtime.Gateway}; {@link io.sluice.runtime.SnapshotBuilder} says how it comes to be from a declaration.
 */
@NullMarked
package io.sluice.runtime;

import org.jspecify.annotations.NullMarked;
