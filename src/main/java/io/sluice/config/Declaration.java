package io.sluice.config;

import io.sluice.api.entity.CaCertificate;
import io.sluice.api.entity.Certificate;
import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.ConsumerGroup;
import io.sluice.api.entity.Credential;
import io.sluice.api.entity.Route;
import io.sluice.api.entity.Service;
import io.sluice.problem.Problem;
import java.util.List;

/**
 * A declarative file, checked, defaults filled in, references resolved. Immutable; {@code equals} is equality of the
 * configuration.
 *
 * @param credentials of all types and consumers, in the order of the file
 * @param others what this version does nothing with
 * @param unhosted what is valid and asks for what this version does not host: a start is refused with these
 */
public record Declaration(
        List<Service> services,
        List<Route> routes,
        List<Consumer> consumers,
        List<ConsumerGroup> consumerGroups,
        List<Credential> credentials,
        List<Certificate> certificates,
        List<CaCertificate> caCertificates,
        List<PluginEntry> plugins,
        List<Entity> others,
        List<Problem> unhosted) {}
