/** The plugin {@code ip-restriction}: who may come, by address. */
@NullMarked
package io.sluice.plugins.iprestriction;

import org.jspecify.annotations.NullMarked;
