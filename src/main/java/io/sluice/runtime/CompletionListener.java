package io.sluice.runtime;

import io.sluice.api.Completion;
import io.sluice.api.Exchange;

/** Is told of every request that ended: the access log, the metrics. Must not throw. */
@FunctionalInterface
public interface CompletionListener {
    void completed(Exchange exchange, Completion completion);
}
