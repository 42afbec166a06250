/** The entities of a declarative file that plugins may see. Immutable; equality is equality of the configuration. */
@NullMarked
package io.sluice.api.entity;

import org.jspecify.annotations.NullMarked;
