/** The plugin {@code correlation-id}: an id for every request, in a header. */
@NullMarked
package io.sluice.plugins.correlationid;

import org.jspecify.annotations.NullMarked;
