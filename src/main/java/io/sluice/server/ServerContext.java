package io.sluice.server;

import io.sluice.settings.ClientAddressSettings;
import io.sluice.settings.ClientLimits;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all connections of a server share.
 *
 * @param serials the number of the newest connection
 * @param stopping whether answers shall end their connections
 */
record ServerContext(
        ClientLimits limits,
        ClientAddressSettings clients,
        Watchdog watchdog,
        AtomicLong serials,
        AtomicBoolean stopping) {}
