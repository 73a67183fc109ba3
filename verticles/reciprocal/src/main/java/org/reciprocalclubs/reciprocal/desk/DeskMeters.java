package org.reciprocalclubs.reciprocal.desk;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What an operator can see of the desk: {@code desk.batch.size}, {@code desk.batch.reruns}, {@code
 * desk.shed}.
 */
final class DeskMeters {
  private final DistributionSummary sizes;
  private final Counter reruns;
  private final Counter shed;

  DeskMeters(MeterRegistry registry) {
    sizes = DistributionSummary.builder("desk.batch.size").description("Check-ins in one transaction")
        .register(registry);
    reruns = Counter.builder("desk.batch.reruns").description("Batches that were written one by one")
        .register(registry);
    shed = Counter.builder("desk.shed").description("Check-ins refused because too many waited")
        .register(registry);
  }

  void written(int size) {
    sizes.record(size);
  }

  void rerun() {
    reruns.increment();
  }

  void shed() {
    shed.increment();
  }
}
