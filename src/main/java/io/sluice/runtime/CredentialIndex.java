package io.sluice.runtime;

import io.sluice.api.Credentials;
import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.Credential;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The credentials of one declaration, by what they are looked up by. Immutable. */
public final class CredentialIndex implements Credentials {

    private record Named(String type, String key) {}

    private record Owned(UUID consumer, String type) {}

    private final Map<Named, Credential> byKey = new HashMap<>();
    private final Map<Owned, List<Credential>> byConsumer = new HashMap<>();
    private final Map<String, Consumer> consumersById = new HashMap<>();
    private final Map<String, Consumer> consumersByName = new HashMap<>();

    public CredentialIndex(List<Consumer> consumers, List<Credential> credentials) {
        for (Consumer consumer : consumers) {
            consumersById.put(consumer.id().toString(), consumer);
            if (consumer.username() != null) {
                consumersByName.put(consumer.username(), consumer);
            }
        }
        for (Credential credential : credentials) {
            byKey.put(new Named(credential.type(), credential.key().reveal()), credential);
            byConsumer
                    .computeIfAbsent(new Owned(credential.consumer().id(), credential.type()), _ -> new ArrayList<>(2))
                    .add(credential);
        }
    }

    @Override
    public Optional<Credential> find(String type, String key) {
        return Optional.ofNullable(byKey.get(new Named(type, key)));
    }

    @Override
    public List<Credential> of(Consumer consumer, String type) {
        return byConsumer.getOrDefault(new Owned(consumer.id(), type), List.of());
    }

    @Override
    public Optional<Consumer> consumer(String idOrUsername) {
        Consumer byId = consumersById.get(idOrUsername);
        return byId != null ? Optional.of(byId) : Optional.ofNullable(consumersByName.get(idOrUsername));
    }
}
