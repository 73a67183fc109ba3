package org.reciprocalclubs.kit.boot;

import java.net.URI;
import java.util.Optional;

/**
 * Traces.
 *
 * @param endpoint where OTLP over HTTP is accepted, {@code http://localhost:4318}; empty means no tracing
 * @param sampled the share of requests that are traced, 0 to 1
 */
public record TracingSettings(Optional<URI> endpoint, double sampled) {
  public TracingSettings {
    if (!(sampled >= 0 && sampled <= 1)) {
      throw new IllegalArgumentException("sampled must be from 0 to 1");
    }
  }
}
