/**
 * The plugin {@code request-transformer}: changes method, headers, body, query and path of a request on its way.
 *
 * <p>Start reading at {@link io.sluice.plugins.requesttransformer.RequestTransformer}; what each operation does stands in {@link
 * io.sluice.plugins.requesttransformer.Rules}, what {@code $(...)} may say in {@link
 * io.sluice.plugins.requesttransformer.Expression}. All texts are bytes as ISO-8859-1 characters.
 */
@NullMarked
package io.sluice.plugins.requesttransformer;

import org.jspecify.annotations.NullMarked;
