/** The plugin {@code acl}: consumers pass or not by the groups they are in. */
@NullMarked
package io.sluice.plugins.acl;

import org.jspecify.annotations.NullMarked;
