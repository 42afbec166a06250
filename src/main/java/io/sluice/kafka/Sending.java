package io.sluice.kafka;

import io.sluice.api.produce.Delivery;
import io.sluice.api.produce.ProducerSpec;
import io.sluice.api.produce.RecordLimits;
import io.sluice.api.produce.RecordTemplate;
import io.sluice.api.produce.SendOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.internals.FutureRecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way: to every topic at once, then wait for what the specification asks. One deadline counts for all of it:
 * contact, topics, memory, acknowledgements.
 */
final class Sending {

    /** The counters of the client move after its callbacks: this much later they tell (section 5.4, item 14 of the notes). */
    private static final Duration COUNTERS_SETTLE = Duration.ofMillis(100);

    private final SharedProducer shared;
    private final String route;
    private final RecordTemplate message;
    private final Deadline deadline;
    private final long bytes;

    Sending(SharedProducer shared, String route, RecordTemplate message) {
        this.shared = shared;
        this.route = route;
        this.message = message;
        this.deadline = Deadline.in(
                Duration.ofMillis(DeliveryTime.millis(shared.spec())).plus(DeliveryTime.GRACE));
        this.bytes = RecordLimits.size(message);
    }

    Delivery send() {
        Map<String, SendOutcome> outcomes = outcomes();
        outcomes.forEach((topic, outcome) -> shared.meters().failed(route, topic, outcome));
        return new Delivery(outcomes);
    }

    private Map<String, SendOutcome> outcomes() {
        if (shared.isStopping()) {
            return Outcomes.all(message, new SendOutcome.Shed(ErrorNames.SHUTTING_DOWN));
        }
        if (bytes > ProducerSettings.maxRequest(shared.spec())) {
            return Outcomes.all(message, SendOutcome.TooLarge.OVER_THE_PRODUCERS_LIMIT);
        }
        Client client = shared.awaitContact(deadline);
        if (client == null) {
            return Outcomes.all(message, new SendOutcome.Refused(SendOutcome.Stage.CREATE, shared.refusal()));
        }
        Map<String, SendOutcome> outcomes = new LinkedHashMap<>();
        List<String> sendable = new ArrayList<>(message.topics().size());
        for (String topic : message.topics()) {
            String error = client.topic(topic).await(deadline);
            if (error == null) {
                sendable.add(topic);
            }
            outcomes.put(
                    topic,
                    error == null
                            ? new SendOutcome.Buffered()
                            : new SendOutcome.Refused(SendOutcome.Stage.SEND, error));
        }
        if (sendable.size() == message.topics().size()) {
            sendTo(sendable, client, outcomes);
        } else {
            // one topic cannot be written: sending to the others would only make a message that is there in part
            sendable.forEach(
                    topic -> outcomes.put(topic, new SendOutcome.Refused(SendOutcome.Stage.SEND, ErrorNames.NOT_SENT)));
        }
        return outcomes;
    }

    private void sendTo(List<String> topics, Client client, Map<String, SendOutcome> outcomes) {
        if (!shared.buffer().tryEnter(topics.size(), bytes * topics.size())) {
            topics.forEach(topic -> outcomes.put(topic, new SendOutcome.Shed(ErrorNames.BUFFER_OVERFLOW)));
            return;
        }
        boolean async = shared.spec().async();
        List<InFlight> inFlight = new ArrayList<>(topics.size());
        for (String topic : topics) {
            InFlight record = new InFlight(topic, client, !async);
            record.start();
            inFlight.add(record);
        }
        for (InFlight record : inFlight) {
            SendOutcome refused = record.refused;
            outcomes.put(
                    record.topic,
                    refused != null ? refused : async ? new SendOutcome.Buffered() : record.await(deadline));
        }
    }

    /** One record, from the hand-over to its end. */
    private final class InFlight {
        private final String topic;
        private final Client client;
        private final Client.@Nullable Handed before;
        private final CompletableFuture<RecordMetadata> result = new CompletableFuture<>();
        private final long startedAt = System.nanoTime();
        private final Deadline expiry = Deadline.in(Duration.ofMillis(DeliveryTime.millis(shared.spec())));
        /** Why it never entered the buffer; null if it did. */
        private @Nullable SendOutcome refused;
        /** Set before {@code send} returns if the client failed the record without taking it. */
        private boolean appended;

        InFlight(String topic, Client client, boolean sync) {
            this.topic = topic;
            this.client = client;
            this.before = sync ? client.handed(topic) : null;
        }

        void start() {
            try {
                var sent = client.producer().send(record(topic, client), this::completed);
                if (!(sent instanceof FutureRecordMetadata) && result.isCompletedExceptionally()) {
                    // what was appended has a future of this class; any other one is a failure from before
                    refused = Outcomes.notAppended(result.exceptionNow());
                    notAppended(result.exceptionNow());
                    return;
                }
                synchronized (this) {
                    appended = true;
                    if (result.isCompletedExceptionally()) {
                        lost(result.exceptionNow());
                    }
                }
            } catch (RuntimeException e) {
                refused = Outcomes.notAppended(e);
                if (result.completeExceptionally(e)) {
                    shared.buffer().leave(1, bytes);
                }
                notAppended(e);
            }
        }

        private void notAppended(Throwable error) {
            if (Outcomes.meansTopicIsGone(error)) {
                client.topic(topic).lost(ErrorNames.UNKNOWN_TOPIC);
            }
            shared.failed(client, route, topic, error, false);
        }

        /** On the client's own thread, or inside {@code send} if it takes nothing. */
        private void completed(@Nullable RecordMetadata metadata, @Nullable Exception error) {
            if (error instanceof org.apache.kafka.common.errors.TimeoutException && mayGoAgain()) {
                Thread.ofVirtual().name("again").start(this::goAgain);
                return;
            }
            shared.buffer().leave(1, bytes);
            if (error == null && metadata != null) {
                shared.meters().acked(route, topic, startedAt);
                shared.succeeded();
                result.complete(metadata);
                return;
            }
            synchronized (this) {
                result.completeExceptionally(error == null ? new IllegalStateException("no result") : error);
                if (appended) {
                    lost(result.exceptionNow());
                }
            }
        }

        /**
         * The client expires a whole batch when its oldest record has had its time. The younger ones have theirs in another batch, where
         * neither order nor "exactly once" was promised.
         */
        private synchronized boolean mayGoAgain() {
            ProducerSpec spec = shared.spec();
            boolean bound = spec.keyed() || spec.acks() == ProducerSpec.Acks.ALL || spec.maxAttempts() <= 1;
            return appended && spec.async() && !bound && !expiry.passed() && !shared.isStopping();
        }

        private void goAgain() {
            try {
                var _ = client.producer().send(record(topic, client), this::completed);
            } catch (RuntimeException e) {
                completed(null, e);
            }
        }

        /** It was in the buffer and failed: an async client has been told 200. */
        private void lost(Throwable error) {
            shared.failed(client, route, topic, error, shared.spec().async());
        }

        SendOutcome await(Deadline until) {
            try {
                RecordMetadata metadata = result.get(until.remainingMillis(), TimeUnit.MILLISECONDS);
                return new SendOutcome.Acked(
                        metadata.partition(), metadata.hasOffset() ? metadata.offset() : -1, metadata.timestamp());
            } catch (ExecutionException e) {
                return failure(e.getCause() == null ? e : e.getCause());
            } catch (TimeoutException e) {
                return new SendOutcome.Unknown(ErrorNames.TIMED_OUT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new SendOutcome.Unknown("Interrupted");
            }
        }

        private SendOutcome failure(Throwable error) {
            Client.Handed start = before;
            if (start == null) {
                return new SendOutcome.Unknown(ErrorNames.of(error));
            }
            try {
                Thread.sleep(COUNTERS_SETTLE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new SendOutcome.Unknown(ErrorNames.of(error));
            }
            return Outcomes.appended(error, start, client.handed(topic));
        }
    }

    private ProducerRecord<byte[], byte[]> record(String topic, Client client) {
        List<Header> headers = new ArrayList<>(message.headers().size());
        for (RecordTemplate.RecordHeader header : message.headers()) {
            headers.add(new RecordHeader(header.key(), header.value()));
        }
        Integer partition = shared.partitioning().partition(message.key(), () -> client.partitions(topic));
        return new ProducerRecord<>(topic, partition, null, message.key(), message.value(), headers);
    }
}
