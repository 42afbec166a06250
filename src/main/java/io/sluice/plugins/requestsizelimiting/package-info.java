/** The plugin {@code request-size-limiting}: no body above a size. */
@NullMarked
package io.sluice.plugins.requestsizelimiting;

import org.jspecify.annotations.NullMarked;
