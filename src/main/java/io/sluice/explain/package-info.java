/**
 * What would become of a request, and why: {@code sluice explain}.
 *
 * <p>Sends, counts and connects nothing: {@link io.sluice.explain.NothingSent} stands where plugins would find Kafka and HTTP. What is
 * foreseen comes from the classes that serve ({@code runtime.DryRun}, {@code router.Router}, {@code server.Edge}). Start reading at
 * {@link io.sluice.explain.Explainer}; {@link io.sluice.explain.JsonReport} and {@link io.sluice.explain.TextReport} print what it finds.
 */
@NullMarked
package io.sluice.explain;

import org.jspecify.annotations.NullMarked;
