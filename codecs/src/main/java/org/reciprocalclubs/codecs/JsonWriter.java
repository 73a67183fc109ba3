package org.reciprocalclubs.codecs;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;

/** Writes messages in the JSON form of {@link ProtoJson}. */
final class JsonWriter {
  private JsonWriter() {}

  static void write(Message message, JsonGenerator json) throws IOException {
    if (WellKnown.write(message, json)) {
      return;
    }
    json.writeStartObject();
    for (MessagePlan.Field field : MessagePlan.of(message.getDescriptorForType()).fields) {
      json.writeFieldName(field.name());
      writeField(message, field, json);
    }
    json.writeEndObject();
  }

  private static void writeField(Message message, MessagePlan.Field field, JsonGenerator json)
      throws IOException {
    FieldDescriptor descriptor = field.descriptor();
    if (descriptor.isMapField()) {
      writeMap((List<?>) message.getField(descriptor), field, json);
    } else if (descriptor.isRepeated()) {
      json.writeStartArray();
      for (Object element : (List<?>) message.getField(descriptor)) {
        writeValue(descriptor, element, json);
      }
      json.writeEndArray();
    } else if (descriptor.hasPresence() && !message.hasField(descriptor)) {
      json.writeNull();
    } else {
      writeValue(descriptor, message.getField(descriptor), json);
    }
  }

  private static void writeMap(List<?> entries, MessagePlan.Field field, JsonGenerator json)
      throws IOException {
    FieldDescriptor key = field.mapKey();
    FieldDescriptor value = field.mapValue();
    json.writeStartObject();
    for (Object entry : entries) {
      json.writeFieldName(keyText(key, ((Message) entry).getField(key)));
      writeValue(value, ((Message) entry).getField(value), json);
    }
    json.writeEndObject();
  }

  private static String keyText(FieldDescriptor key, Object value) {
    return switch (key.getType()) {
      case UINT32, FIXED32 -> Integer.toUnsignedString((Integer) value);
      case UINT64, FIXED64 -> Long.toUnsignedString((Long) value);
      default -> value.toString();
    };
  }

  static void writeValue(FieldDescriptor field, Object value, JsonGenerator json) throws IOException {
    switch (field.getType()) {
      case STRING -> json.writeString((String) value);
      case BOOL -> json.writeBoolean((Boolean) value);
      case INT32, SINT32, SFIXED32 -> json.writeNumber((Integer) value);
      case UINT32, FIXED32 -> json.writeNumber(Integer.toUnsignedLong((Integer) value));
      case INT64, SINT64, SFIXED64 -> json.writeNumber((Long) value);
      case UINT64, FIXED64 -> writeUnsigned((Long) value, json);
      case FLOAT -> writeFloating(((Float) value).doubleValue(), value.toString(), json);
      case DOUBLE -> writeFloating((Double) value, value.toString(), json);
      case ENUM -> writeEnum((EnumValueDescriptor) value, json);
      case BYTES -> json.writeBinary(Base64Variants.MODIFIED_FOR_URL, ((ByteString) value).toByteArray(), 0,
          ((ByteString) value).size());
      case MESSAGE, GROUP -> write((Message) value, json);
    }
  }

  private static void writeUnsigned(long value, JsonGenerator json) throws IOException {
    if (value >= 0) {
      json.writeNumber(value);
    } else {
      json.writeNumber(new BigInteger(Long.toUnsignedString(value)));
    }
  }

  private static void writeFloating(double value, String shortest, JsonGenerator json) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumber(shortest);
    } else {
      json.writeString(shortest);
    }
  }

  /** By name; a number this build does not know yet stays a number. */
  private static void writeEnum(EnumValueDescriptor value, JsonGenerator json) throws IOException {
    if (value.getIndex() < 0) {
      json.writeNumber(value.getNumber());
    } else {
      json.writeString(value.getName());
    }
  }
}
