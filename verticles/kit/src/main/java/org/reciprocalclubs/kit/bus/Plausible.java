package org.reciprocalclubs.kit.bus;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.util.List;
import java.util.Map;

/**
 * Refuses in a message what its JSON could not say, so that rooms meet none of it from any door: moments
 * outside the years 1 to 9999 (as google.protobuf.Timestamp demands), names of an enumeration that are none,
 * numbers that are none.
 */
final class Plausible {
  private static final String TIMESTAMP = Timestamp.getDescriptor().getFullName();
  private static final long SECONDS_MIN = -62_135_596_800L;
  private static final long SECONDS_MAX = 253_402_300_799L;
  private static final int NANOS_MAX = 999_999_999;

  private Plausible() {}

  /**
   * Lets a message pass or throws.
   *
   * @throws Problem VALIDATION_ERROR naming the field, as JSON names it
   */
  static void require(Message message) {
    require(message, "");
  }

  private static void require(Message message, String path) {
    if (message.getDescriptorForType().getFullName().equals(TIMESTAMP)) {
      requireMoment(message, path);
      return;
    }
    for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
      String name = path.isEmpty()
          ? field.getKey().getJsonName()
          : path + "." + field.getKey().getJsonName();
      if (field.getValue() instanceof List<?> several) {
        several.forEach(each -> requireValue(each, name));
      } else {
        requireValue(field.getValue(), name);
      }
    }
  }

  private static void requireValue(Object value, String path) {
    switch (value) {
      case Message inner -> require(inner, path);
      case EnumValueDescriptor named when named.getIndex() < 0 ->
        throw Problem.validation(path, "There is no such name");
      case Double number when !Double.isFinite(number) -> throw Problem.validation(path, "It is no number");
      case Float number when !Float.isFinite(number) -> throw Problem.validation(path, "It is no number");
      default -> {
      }
    }
  }

  private static void requireMoment(Message moment, String path) {
    long seconds = (Long) moment.getField(moment.getDescriptorForType().findFieldByName("seconds"));
    int nanos = (Integer) moment.getField(moment.getDescriptorForType().findFieldByName("nanos"));
    if (seconds < SECONDS_MIN || seconds > SECONDS_MAX || nanos < 0 || nanos > NANOS_MAX) {
      throw Problem.validation(path, "It is not a moment of the years 1 to 9999");
    }
  }
}
