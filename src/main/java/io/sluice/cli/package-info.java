/**
 * The command {@code sluice}: one class per verb. The only room that may import every other, since it puts them together.
 *
 * <p>Start reading at {@link io.sluice.cli.Sluice}; what {@code start} builds is in {@link io.sluice.cli.RunningGateway}.
 */
@NullMarked
package io.sluice.cli;

import org.jspecify.annotations.NullMarked;
