/** Sluice: a Kong-compatible plugin host that turns HTTP requests into Kafka records. Start reading at {@link io.sluice.Main}. */
@NullMarked
package io.sluice;

import org.jspecify.annotations.NullMarked;
