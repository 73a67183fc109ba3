package org.reciprocalclubs.codecs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The envelope of every event that leaves for NATS: CloudEvents 1.0, JSON, structured mode.
 *
 * <p>Source: github.com/cloudevents/spec v1.0.2, with the distributed tracing extension. Thread-safe.
 */
public final class CloudEvents {
  /** The content type of an envelope. */
  public static final String CONTENT_TYPE = "application/cloudevents+json; charset=utf-8";

  private static final JsonFactory JSON = new JsonFactory();

  /**
   * What an envelope says beside the event itself. Ids only, nothing personal.
   *
   * @param id the event's id
   * @param club whose view of the event this is
   * @param partner the other club of an event between two
   * @param subject what it happened to, {@code visits/<id>}
   * @param at when it happened
   * @param correlationId of the request that caused it
   * @param traceparent of that request, W3C form
   */
  public record Attributes(UUID id, UUID club, @Nullable UUID partner, String subject, Instant at,
      @Nullable String correlationId, @Nullable String traceparent) {}

  private CloudEvents() {}

  /**
   * The envelope as UTF-8 JSON. The data comes written, so that it need not be written once for each who sees
   * it.
   *
   * @param type of the envelope, as {@link #type} says
   * @param data the event's proto3 JSON
   */
  public static byte[] bytes(Attributes attributes, String type, String data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("specversion", "1.0");
      json.writeStringField("id", attributes.id().toString());
      json.writeStringField("source", "/clubs/" + attributes.club());
      json.writeStringField("type", type);
      json.writeStringField("subject", attributes.subject());
      json.writeStringField("time", attributes.at().toString());
      json.writeStringField("datacontenttype", "application/json");
      writeOptional(json, "partnerclub", attributes.partner());
      writeOptional(json, "correlationid", attributes.correlationId());
      writeOptional(json, "traceparent", attributes.traceparent());
      json.writeFieldName("data");
      json.writeRawValue(data);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** {@code org.reciprocalclubs.reciprocal.v1.VisitOpened} for the message of that name. */
  public static String type(Message data) {
    return "org." + data.getDescriptorForType().getFullName();
  }

  private static void writeOptional(JsonGenerator json, String name, @Nullable Object value)
      throws IOException {
    if (value != null) {
      json.writeStringField(name, value.toString());
    }
  }
}
