package org.reciprocalclubs.codecs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.google.protobuf.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * The JSON form of every message: the proto3 JSON mapping, with three choices of ours.
 *
 * <ul>
 * <li>64-bit integers are written as JSON numbers (the mapping says strings); both are read.</li>
 * <li>Everything is written. What has presence and is not set (messages, {@code optional} scalars, members of
 * a oneof) is written as null; null is read as not set.</li>
 * <li>Bytes are written as base64url without padding; any base64 is read.</li>
 * </ul>
 *
 * <p>Reading is strict: an unknown or repeated field, a wrong type, an unknown enum name and a number out of
 * range throw {@link ProtoJsonException} with the field's path. Timestamps are RFC 3339 and written with Z.
 * Any and FieldMask are not supported. Thread-safe.
 *
 * <p>Source: protobuf.dev/programming-guides/json.
 */
public final class ProtoJson {
  /**
   * What a document may cost.
   *
   * @param maxBytes the longest document in bytes
   * @param maxDepth how deep objects and lists may nest
   * @param maxElements how many values, in all, lists and maps may hold
   */
  public record Limits(int maxBytes, int maxDepth, int maxElements) {
    /** 1 MiB, 32 levels, 100,000 elements. */
    public static final Limits DEFAULT = new Limits(1 << 20, 32, 100_000);

    public Limits {
      if (maxBytes < 1 || maxDepth < 1 || maxElements < 0) {
        throw new IllegalArgumentException("Limits of JSON must be positive");
      }
    }
  }

  private static final JsonFactory WRITING = new JsonFactory();

  private final Limits limits;
  private final JsonFactory reading;

  /** A form that reads within these limits. */
  public ProtoJson(Limits limits) {
    this.limits = limits;
    this.reading = JsonFactory.builder()
        .streamReadConstraints(StreamReadConstraints.builder().maxDocumentLength(limits.maxBytes())
            .maxNestingDepth(limits.maxDepth()).maxStringLength(limits.maxBytes()).maxNumberLength(400)
            .build())
        .build();
  }

  /** The message as UTF-8 JSON. */
  public static byte[] bytes(Message message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    try (JsonGenerator json = WRITING.createGenerator(out)) {
      JsonWriter.write(message, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** The message as JSON text. */
  public static String text(Message message) {
    StringWriter out = new StringWriter(512);
    try (JsonGenerator json = WRITING.createGenerator(out)) {
      JsonWriter.write(message, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  /** Writes the message as the next value of a larger document; the generator stays open. */
  public static void write(Message message, JsonGenerator json) throws IOException {
    JsonWriter.write(message, json);
  }

  /**
   * The message of that type which the UTF-8 JSON describes.
   *
   * @throws ProtoJsonException if it describes none, or is over the limits
   */
  public <M extends Message> M read(byte[] json, M prototype) {
    if (json.length > limits.maxBytes()) {
      throw new ProtoJsonException("", "is longer than " + limits.maxBytes() + " bytes");
    }
    try (JsonParser parser = reading.createParser(json)) {
      return read(parser, prototype);
    } catch (IOException e) {
      throw refusal(e);
    }
  }

  /**
   * The message of that type which the JSON text describes.
   *
   * @throws ProtoJsonException if it describes none, or is over the limits
   */
  public <M extends Message> M read(String json, M prototype) {
    if (json.length() > limits.maxBytes()) {
      throw new ProtoJsonException("", "is longer than " + limits.maxBytes() + " bytes");
    }
    try (JsonParser parser = reading.createParser(json)) {
      return read(parser, prototype);
    } catch (IOException e) {
      throw refusal(e);
    }
  }

  private <M extends Message> M read(JsonParser parser, M prototype) throws IOException {
    Message.Builder builder = prototype.newBuilderForType();
    new JsonReader(parser, limits.maxElements()).document(builder);
    @SuppressWarnings("unchecked") // a builder builds what its prototype is
    M message = (M) builder.build();
    return message;
  }

  /** Jackson's own words quote the document: say it without. */
  private static ProtoJsonException refusal(IOException e) {
    return switch (e) {
      case StreamConstraintsException _ -> new ProtoJsonException("", "is nested too deep or too long");
      case JsonProcessingException at when at.getLocation() != null -> new ProtoJsonException("",
          "is not JSON: line " + at.getLocation().getLineNr() + ", column " + at.getLocation().getColumnNr());
      default -> new ProtoJsonException("", "is not JSON");
    };
  }
}
