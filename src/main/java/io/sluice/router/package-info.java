/**
 * Which route a request goes to, in Kong's flavors {@code traditional_compatible} and {@code traditional}: compiled once, matched by an
 * index.
 *
 * <p>Pure. May import {@code api}, {@code problem} and the regular expressions of RE2/J. Start reading at {@link
 * io.sluice.router.Router}. A flavor is a compiler ({@link io.sluice.router.CompatibleCompiler}, {@link
 * io.sluice.router.TraditionalCompiler}) that makes {@link io.sluice.router.Candidate}s, the conditions, in the order of its {@link
 * io.sluice.router.Rank}; {@link io.sluice.router.RouteIndex} makes either fast.
 */
@NullMarked
package io.sluice.router;

import org.jspecify.annotations.NullMarked;
