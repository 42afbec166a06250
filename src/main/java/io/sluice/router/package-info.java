/**
 * Which route a request goes to: Kong's rules of the flavor {@code traditional_compatible}, compiled once, matched by an index.
 *
 * <p>Pure. May import {@code api}, {@code problem} and the regular expressions of RE2/J. Start reading at {@link
 * io.sluice.router.Router}; {@link io.sluice.router.Priority} holds the order, {@link io.sluice.router.Candidate} the conditions,
 * {@link io.sluice.router.RouteIndex} what makes it fast.
 */
@NullMarked
package io.sluice.router;

import org.jspecify.annotations.NullMarked;
