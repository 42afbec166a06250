/** The plugin {@code basic-auth}: a consumer by user name and password. */
@NullMarked
package io.sluice.plugins.basicauth;

import org.jspecify.annotations.NullMarked;
