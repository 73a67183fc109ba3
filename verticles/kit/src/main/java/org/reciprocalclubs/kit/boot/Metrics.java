package org.reciprocalclubs.kit.boot;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.ext.web.Router;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.vertx.micrometer.PrometheusScrapingHandler;
import java.util.EnumSet;

/** The numbers of this process, scraped by Prometheus from {@code /metrics}. Thread-safe. */
public final class Metrics {
  private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /** Where rooms register meters of their own. */
  public MeterRegistry registry() {
    return registry;
  }

  /** What a Vert.x is built with. */
  VertxMetricsFactory factory() {
    return new MicrometerMetricsFactory(registry);
  }

  /** By route and status, never by path or address: those have no end. */
  MicrometerMetricsOptions options() {
    return new MicrometerMetricsOptions().setEnabled(true).setJvmMetricsEnabled(true)
        .setLabels(EnumSet.of(Label.HTTP_METHOD, Label.HTTP_ROUTE, Label.HTTP_CODE, Label.POOL_TYPE,
            Label.POOL_NAME))
        .addDisabledMetricsCategory(MetricsDomain.EVENT_BUS);
  }

  /** Contributes the path. */
  void routes(Router router) {
    router.get("/metrics").handler(PrometheusScrapingHandler.create(registry));
  }
}
