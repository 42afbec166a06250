/**
 * Time limits of what blocks: one thread looks after those of clients and of upstreams.
 *
 * <p>May import {@code api}. Phases of plugins have a watch of their own ({@code runtime.PhaseTimer}): it looks at processors, at another
 * pace.
 */
@NullMarked
package io.sluice.time;

import org.jspecify.annotations.NullMarked;
