package org.reciprocalclubs.codecs;

import com.fasterxml.jackson.core.io.SerializedString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the JSON form needs to know of a message type, worked out once per type. */
final class MessagePlan {
  /** One field: its place in the plan, its descriptor, its encoded JSON name. */
  record Field(int index, FieldDescriptor descriptor, SerializedString name) {
    FieldDescriptor mapKey() {
      return descriptor.getMessageType().findFieldByNumber(1);
    }

    FieldDescriptor mapValue() {
      return descriptor.getMessageType().findFieldByNumber(2);
    }
  }

  private static final Map<Descriptor, MessagePlan> PLANS = new ConcurrentHashMap<>();

  final Field[] fields;
  final Map<String, Field> byJsonName = new HashMap<>();

  private MessagePlan(Descriptor type) {
    this.fields = new Field[type.getFields().size()];
    for (int i = 0; i < fields.length; i++) {
      FieldDescriptor descriptor = type.getFields().get(i);
      fields[i] = new Field(i, descriptor, new SerializedString(descriptor.getJsonName()));
      byJsonName.put(descriptor.getJsonName(), fields[i]);
    }
  }

  static MessagePlan of(Descriptor type) {
    MessagePlan plan = PLANS.get(type);
    return plan != null ? plan : PLANS.computeIfAbsent(type, MessagePlan::new);
  }
}
