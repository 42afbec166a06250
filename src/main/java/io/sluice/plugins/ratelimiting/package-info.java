/** The plugin {@code rate-limiting}: so many requests per second, minute, hour, day, month and year. */
@NullMarked
package io.sluice.plugins.ratelimiting;

import org.jspecify.annotations.NullMarked;
