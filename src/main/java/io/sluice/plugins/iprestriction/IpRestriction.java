package io.sluice.plugins.iprestriction;

import io.sluice.api.Exchange;
import io.sluice.api.IpRanges;
import io.sluice.api.Plugin;
import io.sluice.api.Preview;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Refuses clients by their address. The first list that is not empty and objects decides: deny, then allow. */
final class IpRestriction implements Plugin {

    private final IpRanges deny;
    private final IpRanges allow;
    private final boolean allowsAll;
    private final int status;
    private final @Nullable String message;

    IpRestriction(IpRestrictionConfig config) {
        this.deny = ranges(config.deny());
        this.allow = ranges(config.allow());
        this.allowsAll = config.allow() == null || config.allow().isEmpty();
        this.status = config.status() == null ? 403 : config.status().intValue();
        this.message = config.message();
    }

    /** An IPv4 address in IPv6 form covers no IPv4 client in Kong, so it covers nobody: clients have either form. */
    private static IpRanges ranges(@Nullable List<String> entries) {
        return new IpRanges(
                entries == null
                        ? List.of()
                        : entries.stream().filter(entry -> !isMapped(entry)).toList());
    }

    private static boolean isMapped(String entry) {
        int slash = entry.indexOf('/');
        String address = slash < 0 ? entry : entry.substring(0, slash);
        return address.indexOf(':') >= 0 && InetAddress.ofLiteral(address) instanceof Inet4Address;
    }

    @Override
    public void access(Exchange exchange) {
        String address = exchange.request().clientAddress();
        if (address.isEmpty()) {
            exchange.refuse(403, "Cannot identify the client IP address, unix domain sockets are not supported.");
        } else if (deny.contains(address) || !(allowsAll || allow.contains(address))) {
            exchange.refuse(status, message == null ? "IP address not allowed: " + address : message);
        }
    }

    @Override
    public Optional<Preview> preview(Exchange exchange) {
        access(exchange);
        String address = exchange.request().clientAddress();
        return Optional.of(Preview.of((exchange.reply() == null ? "would let pass " : "would refuse ") + address));
    }
}
