package org.reciprocalclubs.kit.boot;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.vertx.core.spi.VertxTracerFactory;
import io.vertx.tracing.opentelemetry.OpenTelemetryTracingFactory;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One trace across HTTP, bus and SQL, sampled, sent by OTLP when an endpoint is configured; otherwise off.
 */
final class Tracing implements AutoCloseable {
  private static final long FLUSH_SECONDS = 2;

  private final @Nullable OpenTelemetrySdk sdk;

  Tracing(TracingSettings settings, String node) {
    this.sdk = settings.endpoint().map(endpoint -> sdk(endpoint, settings.sampled(), node)).orElse(null);
  }

  /** What a Vert.x is built with; null when tracing is off. */
  @Nullable
  VertxTracerFactory factory() {
    return sdk == null ? null : new OpenTelemetryTracingFactory(sdk);
  }

  @Override
  public void close() {
    if (sdk != null) {
      sdk.getSdkTracerProvider().shutdown().join(FLUSH_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static OpenTelemetrySdk sdk(URI endpoint, double sampled, String node) {
    var exporter = OtlpHttpSpanExporter.builder().setEndpoint(endpoint.resolve("/v1/traces").toString())
        .build();
    var resource = Resource.getDefault().merge(Resource.create(Attributes.of(
        AttributeKey.stringKey("service.name"), "reciprocal-clubs",
        AttributeKey.stringKey("service.instance.id"), node)));
    var provider = SdkTracerProvider.builder().setResource(resource)
        .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(sampled)))
        .addSpanProcessor(BatchSpanProcessor.builder(new DiscreetSpans(exporter)).build()).build();
    return OpenTelemetrySdk.builder().setTracerProvider(provider)
        .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance())).build();
  }
}
