package io.sluice.config;

import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.Route;
import io.sluice.api.entity.Service;
import java.util.List;

/**
 * A declarative file, checked, defaults filled in, references resolved. Immutable; {@code equals} is equality of the
 * configuration.
 */
public record Declaration(
        List<Service> services, List<Route> routes, List<Consumer> consumers, List<PluginEntry> plugins) {}
