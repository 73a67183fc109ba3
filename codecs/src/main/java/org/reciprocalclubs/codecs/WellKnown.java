package org.reciprocalclubs.codecs;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The messages of google.protobuf that have a JSON form of their own. */
final class WellKnown {
  private static final Set<String> WRAPPERS = Set.of("DoubleValue", "FloatValue", "Int64Value", "UInt64Value",
      "Int32Value", "UInt32Value", "BoolValue", "StringValue", "BytesValue");
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
  private static final long MAX_DURATION_SECONDS = 315_576_000_000L;
  private static final Pattern DURATION = Pattern.compile("(-?)([0-9]{1,12})(?:\\.([0-9]{1,9}))?s");

  private WellKnown() {}

  static boolean isOne(Descriptor type) {
    return type.getFile().getPackage().equals("google.protobuf");
  }

  static boolean isWrapper(Descriptor type) {
    return isOne(type) && WRAPPERS.contains(type.getName());
  }

  /** Writes the message if it is one of these; false if it is not. */
  static boolean write(Message message, JsonGenerator json) throws IOException {
    Descriptor type = message.getDescriptorForType();
    if (!isOne(type)) {
      return false;
    }
    if (WRAPPERS.contains(type.getName())) {
      JsonWriter.writeValue(type.findFieldByNumber(1), get(message, 1), json);
      return true;
    }
    switch (type.getName()) {
      case "Timestamp" -> json.writeString(timestamp(message));
      case "Duration" -> json.writeString(duration((Long) get(message, 1), (Integer) get(message, 2)));
      case "Struct" -> writeStruct((List<?>) get(message, 1), json);
      case "ListValue" -> writeList((List<?>) get(message, 1), json);
      case "Value" -> writeAny(message, json);
      case "Any", "FieldMask" ->
        throw new IllegalArgumentException("No JSON form of ours: " + type.getFullName());
      default -> {
        return false;
      }
    }
    return true;
  }

  static Object get(Message message, int number) {
    return message.getField(message.getDescriptorForType().findFieldByNumber(number));
  }

  private static String timestamp(Message message) {
    Instant instant = Instant.ofEpochSecond((Long) get(message, 1), (Integer) get(message, 2));
    if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
      throw new IllegalArgumentException("A timestamp outside the years 1 to 9999 has no JSON form");
    }
    return instant.toString();
  }

  private static String duration(long seconds, int nanos) {
    StringBuilder text = new StringBuilder(24);
    if (seconds < 0 || nanos < 0) {
      text.append('-');
    }
    text.append(Math.abs(seconds));
    if (nanos != 0) {
      String fraction = String.format(Locale.ROOT, "%09d", Math.abs(nanos));
      text.append('.').append(fraction.endsWith("000000")
          ? fraction.substring(0, 3)
          : fraction.endsWith("000") ? fraction.substring(0, 6) : fraction);
    }
    return text.append('s').toString();
  }

  private static void writeStruct(List<?> entries, JsonGenerator json) throws IOException {
    json.writeStartObject();
    for (Object entry : entries) {
      json.writeFieldName((String) get((Message) entry, 1));
      writeAny((Message) get((Message) entry, 2), json);
    }
    json.writeEndObject();
  }

  private static void writeList(List<?> values, JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (Object value : values) {
      writeAny((Message) value, json);
    }
    json.writeEndArray();
  }

  private static void writeAny(Message value, JsonGenerator json) throws IOException {
    FieldDescriptor kind = value.getOneofFieldDescriptor(value.getDescriptorForType().getOneofs().getFirst());
    if (kind == null || kind.getNumber() == 1) {
      json.writeNull();
    } else if (kind.getNumber() == 2) {
      writeNumber((Double) value.getField(kind), json);
    } else {
      JsonWriter.writeValue(kind, value.getField(kind), json);
    }
  }

  /** A whole number is written as one: 12, not 12.0. */
  private static void writeNumber(double number, JsonGenerator json) throws IOException {
    if (number == Math.rint(number) && Math.abs(number) < 1e15) {
      json.writeNumber((long) number);
    } else {
      json.writeNumber(number);
    }
  }

  /** Sets seconds and nanos from RFC 3339 text; the message of what is wrong otherwise. */
  static void readTimestamp(String text, Message.Builder into) {
    try {
      Instant instant = OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant();
      if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
        throw new IllegalArgumentException("is outside the years 1 to 9999");
      }
      set(into, instant.getEpochSecond(), instant.getNano());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("must be an RFC 3339 time such as 2026-06-16T18:20:11Z", e);
    }
  }

  /** Sets seconds and nanos from text such as 1.5s; the message of what is wrong otherwise. */
  static void readDuration(String text, Message.Builder into) {
    Matcher match = DURATION.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException("must be a duration in seconds such as 1.5s");
    }
    String fraction = match.group(3) == null ? "" : match.group(3);
    Duration length = Duration.ofSeconds(Long.parseLong(match.group(2)),
        Integer.parseInt((fraction + "000000000").substring(0, 9)));
    if (length.toSeconds() > MAX_DURATION_SECONDS) {
      throw new IllegalArgumentException("is longer than 10,000 years");
    }
    int sign = match.group(1).isEmpty() ? 1 : -1;
    set(into, sign * length.getSeconds(), sign * length.getNano());
  }

  private static void set(Message.Builder into, long seconds, int nanos) {
    into.setField(into.getDescriptorForType().findFieldByNumber(1), seconds);
    into.setField(into.getDescriptorForType().findFieldByNumber(2), nanos);
  }
}
