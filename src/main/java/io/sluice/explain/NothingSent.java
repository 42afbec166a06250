package io.sluice.explain;

import io.sluice.api.HttpCalls;
import io.sluice.api.Reply;
import io.sluice.api.produce.Delivery;
import io.sluice.api.produce.ProducerSpec;
import io.sluice.api.produce.Producers;
import io.sluice.api.produce.Producing;
import io.sluice.api.produce.RecordTemplate;
import io.sluice.api.produce.SendOutcome;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Kafka and HTTP for plugins that only say what they would do: everything is refused, and nothing is connected. */
public final class NothingSent implements Producers, HttpCalls {

    private static final String REASON = "explain sends nothing";

    @Override
    public Producing lease(ProducerSpec spec, String owner) {
        return new Refusing();
    }

    @Override
    public Reply send(Call call) throws IOException {
        throw new IOException(REASON);
    }

    private static final class Refusing implements Producing {
        @Override
        public Delivery send(RecordTemplate message) {
            Map<String, SendOutcome> outcomes = new LinkedHashMap<>();
            message.topics().forEach(t -> outcomes.put(t, new SendOutcome.Refused(SendOutcome.Stage.CREATE, REASON)));
            return new Delivery(outcomes);
        }

        @Override
        public void announce(Collection<String> topics) {}

        @Override
        public void close() {}
    }
}
