package io.sluice.runtime;

import io.sluice.api.Counters;
import io.sluice.api.Credentials;
import io.sluice.api.HostLimits;
import io.sluice.api.HttpCalls;
import io.sluice.api.Log;
import io.sluice.api.Metrics;
import io.sluice.api.PluginEnv;
import io.sluice.api.entity.Certificate;
import io.sluice.api.produce.Producers;
import io.sluice.config.PluginEntry;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What one entry of the file gets from its host. */
final class EntryEnv implements PluginEnv {

    private final HostServices host;
    private final Credentials credentials;
    private final Map<String, Certificate> certificates;
    private final Entry entry;
    private final String scope;
    private final Log log;

    EntryEnv(
            HostServices host, Credentials credentials, Map<String, Certificate> certificates, PluginEntry configured) {
        this.host = host;
        this.credentials = credentials;
        this.certificates = certificates;
        this.entry = scopeOf(configured);
        this.scope = label(configured);
        this.log = Log.of("plugin." + configured.name());
    }

    static Entry scopeOf(PluginEntry entry) {
        UUID route = entry.route() == null ? null : entry.route().id();
        UUID service = entry.service() == null ? null : entry.service().id();
        UUID consumer = entry.consumer() == null ? null : entry.consumer().id();
        UUID group =
                entry.consumerGroup() == null ? null : entry.consumerGroup().id();
        return new Entry(entry.id(), route, service, consumer, group);
    }

    /** A name of an entry for people. */
    static String label(PluginEntry entry) {
        if (entry.instanceName() != null) {
            return entry.instanceName();
        }
        if (entry.route() != null) {
            return entry.route().label();
        }
        if (entry.service() != null) {
            return entry.service().label();
        }
        if (entry.consumer() != null) {
            return entry.consumer().label();
        }
        return entry.consumerGroup() != null ? entry.consumerGroup().name() : "global";
    }

    @Override
    public String scope() {
        return scope;
    }

    @Override
    public Entry entry() {
        return entry;
    }

    @Override
    public Producers producers() {
        return host.producers();
    }

    @Override
    public HttpCalls http() {
        return host.http();
    }

    @Override
    public Metrics metrics() {
        return host.metrics();
    }

    @Override
    public Log log() {
        return log;
    }

    @Override
    public Counters counters() {
        return host.counters();
    }

    @Override
    public Credentials credentials() {
        return credentials;
    }

    @Override
    public Optional<Certificate> certificate(String id) {
        return Optional.ofNullable(certificates.get(id));
    }

    @Override
    public Clock clock() {
        return host.clock();
    }

    @Override
    public HostLimits limits() {
        return host.limits();
    }

    @Override
    public Node node() {
        return host.node();
    }
}
