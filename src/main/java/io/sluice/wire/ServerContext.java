package io.sluice.wire;

import io.sluice.http.DateHeader;
import io.sluice.settings.ClientAddressSettings;
import io.sluice.settings.ClientLimits;
import io.sluice.time.TimeKeeper;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all connections of a server share.
 *
 * @param http2 names of the settings that have {@code http2} on an entry: all their entries speak it with clients that just begin
 * @param date what answers made here say
 * @param serials the number of the newest connection
 * @param stopping whether answers shall end their connections
 */
public record ServerContext(
        ClientLimits limits,
        ClientAddressSettings clients,
        Set<String> http2,
        TimeKeeper time,
        DateHeader date,
        AtomicLong serials,
        AtomicBoolean stopping) {}
