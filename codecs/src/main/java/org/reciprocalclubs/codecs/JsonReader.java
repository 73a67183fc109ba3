package org.reciprocalclubs.codecs;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.ListValue;
import com.google.protobuf.Message;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/** Reads one document in the JSON form of {@link ProtoJson}; used once, by one thread. */
final class JsonReader {
  private final JsonParser parser;
  private final JsonScalars scalars;
  private int elementsLeft;

  JsonReader(JsonParser parser, int maxElements) {
    this.parser = parser;
    this.scalars = new JsonScalars(parser);
    this.elementsLeft = maxElements;
  }

  void document(Message.Builder into) throws IOException {
    if (parser.nextToken() == null) {
      throw scalars.refusal("is empty");
    }
    message(into);
    if (parser.nextToken() != null) {
      throw new ProtoJsonException("", "has something after its end");
    }
  }

  /** Reads the message that starts at the current token. */
  private void message(Message.Builder into) throws IOException {
    Descriptor type = into.getDescriptorForType();
    if (!WellKnown.isOne(type)) {
      object(into);
    } else if (WellKnown.isWrapper(type)) {
      FieldDescriptor value = type.findFieldByNumber(1);
      into.setField(value, scalars.read(value));
    } else {
      wellKnown(type.getName(), into);
    }
  }

  private void wellKnown(String name, Message.Builder into) throws IOException {
    try {
      switch (name) {
        case "Timestamp" -> WellKnown.readTimestamp(scalars.string(), into);
        case "Duration" -> WellKnown.readDuration(scalars.string(), into);
        case "Struct" -> into.mergeFrom(struct());
        case "ListValue" -> into.mergeFrom(list());
        case "Value" -> into.mergeFrom(any());
        case "Any", "FieldMask" -> throw new IllegalArgumentException("cannot be given in JSON");
        default -> object(into);
      }
    } catch (IllegalArgumentException e) {
      throw scalars.refusal(String.valueOf(e.getMessage()));
    }
  }

  private void object(Message.Builder into) throws IOException {
    expect(JsonToken.START_OBJECT, "an object");
    MessagePlan plan = MessagePlan.of(into.getDescriptorForType());
    BitSet seen = new BitSet(plan.fields.length);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      MessagePlan.Field field = plan.byJsonName.get(parser.currentName());
      if (field == null) {
        throw scalars.refusal("is not a field of " + into.getDescriptorForType().getName());
      }
      if (seen.get(field.index())) {
        throw scalars.refusal("is given twice");
      }
      seen.set(field.index());
      parser.nextToken();
      field(into, field);
    }
  }

  private void field(Message.Builder into, MessagePlan.Field field) throws IOException {
    FieldDescriptor descriptor = field.descriptor();
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    OneofDescriptor oneof = descriptor.getRealContainingOneof();
    if (oneof != null && into.hasOneof(oneof)) {
      throw scalars.refusal("excludes another field that is given: only one of them may be");
    }
    if (descriptor.isMapField()) {
      map(into, field);
    } else if (descriptor.isRepeated()) {
      expect(JsonToken.START_ARRAY, "a list");
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        countElement();
        into.addRepeatedField(descriptor, value(into, descriptor));
      }
    } else {
      into.setField(descriptor, value(into, descriptor));
    }
  }

  /** True for the type whose values, in a list or map, include JSON's null. */
  private static boolean meansNull(FieldDescriptor field) {
    return field.getMessageType().getFullName().equals("google.protobuf.Value");
  }

  private void map(Message.Builder into, MessagePlan.Field field) throws IOException {
    expect(JsonToken.START_OBJECT, "an object");
    FieldDescriptor value = field.mapValue();
    Set<Object> keys = new HashSet<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      countElement();
      Message.Builder entry = into.newBuilderForField(field.descriptor());
      Object key = scalars.mapKey(field.mapKey(), parser.currentName());
      if (!keys.add(key)) {
        throw scalars.refusal("is given twice");
      }
      parser.nextToken();
      entry.setField(field.mapKey(), key);
      entry.setField(value, value(entry, value));
      into.addRepeatedField(field.descriptor(), entry.build());
    }
  }

  private Object value(Message.Builder owner, FieldDescriptor field) throws IOException {
    if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
      return scalars.read(field);
    }
    if (parser.currentToken() == JsonToken.VALUE_NULL && !meansNull(field)) {
      throw scalars.refusal("must not be null");
    }
    Message.Builder into = owner.newBuilderForField(field);
    message(into);
    return into.build();
  }

  private Struct struct() throws IOException {
    expect(JsonToken.START_OBJECT, "an object");
    Struct.Builder into = Struct.newBuilder();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      countElement();
      String key = scalars.wellFormed(parser.currentName());
      if (into.containsFields(key)) {
        throw scalars.refusal("is given twice");
      }
      parser.nextToken();
      into.putFields(key, any());
    }
    return into.build();
  }

  private ListValue list() throws IOException {
    expect(JsonToken.START_ARRAY, "a list");
    ListValue.Builder into = ListValue.newBuilder();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      countElement();
      into.addValues(any());
    }
    return into.build();
  }

  private Value any() throws IOException {
    Value.Builder into = Value.newBuilder();
    return switch (parser.currentToken()) {
      case VALUE_NULL -> into.setNullValue(NullValue.NULL_VALUE).build();
      case VALUE_TRUE -> into.setBoolValue(true).build();
      case VALUE_FALSE -> into.setBoolValue(false).build();
      case VALUE_STRING -> into.setStringValue(scalars.string()).build();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> into.setNumberValue(scalars.finite()).build();
      case START_ARRAY -> into.setListValue(list()).build();
      default -> into.setStructValue(struct()).build();
    };
  }

  private void expect(JsonToken token, String what) {
    if (parser.currentToken() != token) {
      throw scalars.wrongType(what);
    }
  }

  private void countElement() {
    if (--elementsLeft < 0) {
      throw scalars.refusal("is one element too many for one document");
    }
  }
}
