package io.sluice.server;

import io.sluice.settings.ClientAddressSettings;
import io.sluice.settings.ClientLimits;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all connections of a server share.
 *
 * @param http2 names of the settings that have {@code http2} on an entry: all their entries speak it with clients that just begin
 * @param date what answers made here say
 * @param admission who may hold how much
 * @param serials the number of the newest connection
 * @param stopping whether answers shall end their connections
 */
record ServerContext(
        ClientLimits limits,
        ClientAddressSettings clients,
        Set<String> http2,
        Watchdog watchdog,
        DateHeader date,
        Admission admission,
        AtomicLong serials,
        AtomicBoolean stopping) {}
