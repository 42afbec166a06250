/**
 * What the gateway says of itself over HTTP. The status listener today; the Admin API has its place here.
 *
 * <p>May import {@code api} and Jackson.
 */
@NullMarked
package io.sluice.admin;

import org.jspecify.annotations.NullMarked;
