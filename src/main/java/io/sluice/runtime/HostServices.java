package io.sluice.runtime;

import io.sluice.api.Counters;
import io.sluice.api.HostLimits;
import io.sluice.api.HttpCalls;
import io.sluice.api.Metrics;
import io.sluice.api.PluginEnv;
import io.sluice.api.produce.Producers;
import java.time.Clock;

/** What the host has for all of its plugins, whatever their entry. It outlives a declaration. */
public record HostServices(
        Producers producers,
        HttpCalls http,
        Metrics metrics,
        Counters counters,
        Clock clock,
        HostLimits limits,
        PluginEnv.Node node) {}
