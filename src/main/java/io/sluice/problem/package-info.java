/**
 * What is wrong with an input, and where: collected, never thrown one by one.
 *
 * <p>Imports nothing but the JDK. Start reading at {@link io.sluice.problem.Problem}.
 */
@NullMarked
package io.sluice.problem;

import org.jspecify.annotations.NullMarked;
