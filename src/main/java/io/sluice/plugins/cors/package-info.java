/** The plugin {@code cors}: what browsers ask before and after requests to other origins. */
@NullMarked
package io.sluice.plugins.cors;

import org.jspecify.annotations.NullMarked;
