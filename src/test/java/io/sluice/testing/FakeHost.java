package io.sluice.testing;

import io.sluice.api.HostLimits;
import io.sluice.api.Log;
import io.sluice.api.Metrics;
import io.sluice.api.PluginEnv;
import io.sluice.api.produce.Delivery;
import io.sluice.api.produce.ProducerSpec;
import io.sluice.api.produce.Producers;
import io.sluice.api.produce.Producing;
import io.sluice.api.produce.RecordTemplate;
import io.sluice.api.produce.SendOutcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A host for one plugin, whose producers keep what is sent and answer as they are told. For one thread. */
public final class FakeHost implements PluginEnv, Producers {

    public final List<ProducerSpec> leased = new ArrayList<>();
    public final List<String> announced = new ArrayList<>();
    public final List<RecordTemplate> sent = new ArrayList<>();
    public int closed;

    private final HostLimits limits;
    private final Function<String, SendOutcome> outcomes;

    /** {@code outcomes} says what becomes of a record, by its topic. */
    public FakeHost(HostLimits limits, Function<String, SendOutcome> outcomes) {
        this.limits = limits;
        this.outcomes = outcomes;
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

    @Override
    public String scope() {
        return "a-route";
    }

    @Override
    public Producers producers() {
        return this;
    }

    @Override
    public Metrics metrics() {
        throw new UnsupportedOperationException("no metrics here");
    }

    @Override
    public Log log() {
        return Log.of("test");
    }

    @Override
    public HostLimits limits() {
        return limits;
    }
}
