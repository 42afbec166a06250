/**
 * Kong's settings: a {@code kong.conf} file and {@code KONG_*} variables into typed {@link io.sluice.settings.Settings}, with every
 * problem and its place.
 *
 * <p>May import {@code api} and {@code problem}. Start reading at {@link io.sluice.settings.SettingsLoader}.
 */
@NullMarked
package io.sluice.settings;

import org.jspecify.annotations.NullMarked;
