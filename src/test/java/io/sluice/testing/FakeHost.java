package io.sluice.testing;

import io.sluice.api.Counters;
import io.sluice.api.Credentials;
import io.sluice.api.HostLimits;
import io.sluice.api.HttpCalls;
import io.sluice.api.Log;
import io.sluice.api.PluginEnv;
import io.sluice.api.entity.Certificate;
import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.Credential;
import io.sluice.api.produce.Delivery;
import io.sluice.api.produce.ProducerSpec;
import io.sluice.api.produce.Producers;
import io.sluice.api.produce.Producing;
import io.sluice.api.produce.RecordTemplate;
import io.sluice.api.produce.SendOutcome;
import io.sluice.runtime.CredentialIndex;
import io.sluice.runtime.MemoryCounters;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * A host for one plugin. Its producers keep what is sent and answer as they are told, its clock stands still until it is set. For one
 * thread.
 */
public final class FakeHost implements PluginEnv, Producers {

    public static final Node NODE =
            new Node(UUID.fromString("0a0a0a0a-0000-4000-8000-000000000001"), "node.test", 4711);

    public final List<ProducerSpec> leased = new ArrayList<>();
    public final List<String> announced = new ArrayList<>();
    public final List<RecordTemplate> sent;
    /** By their ids. */
    public final Map<String, Certificate> certificates = new HashMap<>();

    public int closed;
    public Instant now = Instant.parse("2026-11-25T12:00:00Z");
    public Entry entry = new Entry(UUID.fromString("0e0e0e0e-0000-4000-8000-000000000001"), null, null, null, null);

    private final FakeMetrics metrics;
    private final HostLimits limits;
    private final Function<String, SendOutcome> outcomes;
    private final Clock clock;
    private final Counters counters;
    private Credentials credentials = new CredentialIndex(List.of(), List.of());

    public FakeHost() {
        this(HostLimits.DEFAULT, _ -> new SendOutcome.Buffered());
    }

    /** {@code outcomes} says what becomes of a record, by its topic. */
    public FakeHost(HostLimits limits, Function<String, SendOutcome> outcomes) {
        this.sent = new ArrayList<>();
        this.limits = limits;
        this.outcomes = outcomes;
        this.metrics = new FakeMetrics();
        this.clock = new SetClock();
        this.counters = new MemoryCounters(clock);
    }

    /** What {@code host} offers to another of its entries: they share its consumers, counters, metrics, clock, and what was sent. */
    private FakeHost(FakeHost host, Entry entry) {
        this.sent = host.sent;
        this.limits = host.limits;
        this.outcomes = host.outcomes;
        this.metrics = host.metrics;
        this.clock = host.clock;
        this.counters = host.counters;
        this.credentials = host.credentials;
        this.entry = entry;
    }

    /** This host for one entry of a file. */
    public FakeHost at(Entry other) {
        return new FakeHost(this, other);
    }

    /** These are the consumers of the file. */
    public FakeHost with(List<Consumer> consumers, List<Credential> theirs) {
        credentials = new CredentialIndex(consumers, theirs);
        return this;
    }

    @Override
    public Producing lease(ProducerSpec spec, String owner) {
        leased.add(spec);
        return new Lease();
    }

    private final class Lease implements Producing {
        @Override
        public Delivery send(RecordTemplate message) {
            sent.add(message);
            Map<String, SendOutcome> byTopic = new LinkedHashMap<>();
            message.topics().forEach(topic -> byTopic.put(topic, outcomes.apply(topic)));
            return new Delivery(byTopic);
        }

        @Override
        public void announce(Collection<String> topics) {
            announced.addAll(topics);
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private final class SetClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @Override
    public String scope() {
        return "a-route";
    }

    @Override
    public Entry entry() {
        return entry;
    }

    @Override
    public Producers producers() {
        return this;
    }

    @Override
    public HttpCalls http() {
        throw new UnsupportedOperationException("no HTTP here");
    }

    @Override
    public FakeMetrics metrics() {
        return metrics;
    }

    @Override
    public Log log() {
        return Log.of("test");
    }

    @Override
    public Counters counters() {
        return counters;
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
        return clock;
    }

    @Override
    public HostLimits limits() {
        return limits;
    }

    @Override
    public Node node() {
        return NODE;
    }
}
