package org.reciprocalclubs.kit.boot;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.regex.Pattern;

/**
 * Keeps out of traces what somebody may have typed into an address: queries (a search for a name), and of a
 * path what follows its third part, such as {@code /api/v1/members/...}; which operation it was the span of
 * its rpc tells. Names of attributes are those of the OpenTelemetry conventions for HTTP. Thread-safe.
 */
final class DiscreetSpans implements SpanExporter {
  private static final AttributeKey<String> ADDRESS = AttributeKey.stringKey("http.url");
  private static final AttributeKey<String> QUERY = AttributeKey.stringKey("url.query");
  private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
  private static final AttributeKey<String> ASKED = AttributeKey.stringKey("url.full");
  private static final Pattern KEPT = Pattern.compile("((?:/[^/]*){3})/.*", Pattern.DOTALL);

  private final SpanExporter exporter;

  DiscreetSpans(SpanExporter exporter) {
    this.exporter = exporter;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    return exporter.export(spans.stream().<SpanData>map(Discreet::new).toList());
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }

  static Attributes discreet(Attributes attributes) {
    var kept = attributes.toBuilder().remove(ADDRESS).remove(QUERY);
    String path = attributes.get(PATH);
    if (path != null) {
      kept.put(PATH, KEPT.matcher(path).replaceFirst("$1/..."));
    }
    String asked = attributes.get(ASKED);
    if (asked != null) {
      kept.put(ASKED, asked.replaceFirst("[?#](?s:.*)", ""));
    }
    return kept.build();
  }

  private static final class Discreet extends DelegatingSpanData {
    private final Attributes attributes;

    private Discreet(SpanData span) {
      super(span);
      attributes = discreet(span.getAttributes());
    }

    @Override
    public Attributes getAttributes() {
      return attributes;
    }
  }
}
