/** The plugin {@code key-auth}: a consumer by an API key. */
@NullMarked
package io.sluice.plugins.keyauth;

import org.jspecify.annotations.NullMarked;
