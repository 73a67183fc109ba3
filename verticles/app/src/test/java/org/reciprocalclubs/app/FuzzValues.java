package org.reciprocalclubs.app;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What nobody in their right mind would send, made from the types of the contract: mostly of the right shape,
 * so that it comes far, and with something wrong in it. The same seed makes the same.
 */
final class FuzzValues {
  private static final int DEPTH_MAX = 5;
  private static final List<String> TEXTS = List.of("", " ", "x", "0", "-1", "null", "true", "{}", "[]",
      "\u0000", "a\u0000b", "\u0001\u001f\u007f", "\uD83E\uDD26\u200D\u2642\uFE0F", "\u202Egnp.exe", "\uFEFF",
      "\uFFFF", "e\u0301", "' or 1=1 --", "'; select pg_sleep(9); --", "${jndi:ldap://127.0.0.1/x}", "%s%n%x",
      "<script>alert(1)</script>", "../../../etc/passwd", "C:\\x", "\r\nset-cookie: a=b", "A".repeat(65),
      "A".repeat(101), "\u00e9".repeat(501), "\u4e00".repeat(5_001));
  private static final List<String> DAYS = List.of("2026-06-16", "2026-02-30", "0000-00-00", "0001-01-01",
      "9999-12-31", "+999999999-12-31", "-999999999-01-01", "10000-01-01", "2026-6-1", "2026-06-16T00:00:00Z",
      "today", "");
  private static final List<String> TIMES = List.of("2026-06-16T18:20:11Z", "0001-01-01T00:00:00Z",
      "9999-12-31T23:59:59.999999999Z", "2026-06-16T18:20:11+14:00", "2026-06-16", "0000-01-01T00:00:00Z",
      "10000-01-01T00:00:00Z", "2026-06-16T25:00:00Z", "now", "");
  private static final List<String> WORDS = List.of("HARBOUR", "HARBOUR-1000", "CITY", "harbour-1000", "USD",
      "XXX", "Europe/London", "Etc/UTC", "GB", "ZZ", "DINING", "staff", "club_admin", "visit.read",
      "somebody@harbour.example", "https://x.example", "a long enough password", "PLATINUM", "STAFF");
  private static final List<String> ENUMS = List.of("ACTIVE", "SYSTEM", "IN_APP", "REGULAR", "HOST",
      "PENDING",
      "LIMITATION", "DINING", "ANNULLED", "CHECKED_IN", "FULLY_BOOKED");
  private static final List<Object> NUMBERS = List.of(0, 1, -1, 2, 7, 31, 1_000, Integer.MAX_VALUE,
      Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, 1.5, -0.0, 1e300, "12", "1e3", "NaN", "-Infinity");
  private static final long[] WHOLE = {0, 1, -1, 2, 31, 1_000, Integer.MAX_VALUE, Integer.MIN_VALUE,
      253_402_300_799L, 253_402_300_800L, -62_135_596_800L, -62_135_596_801L, Long.MAX_VALUE, Long.MIN_VALUE};
  private static final double[] REAL = {0, -0.0, 1, 90.5, 181, 1e308, Double.MIN_VALUE, Double.NaN,
      Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};

  private final Random random;
  private final List<String> ids;

  /** @param ids of things that are there */
  FuzzValues(long seed, List<String> ids) {
    this.random = new Random(seed);
    this.ids = ids;
  }

  Random random() {
    return random;
  }

  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  <T> T of(List<T> several) {
    return several.get(random.nextInt(several.size()));
  }

  String id() {
    return switch (random.nextInt(8)) {
      case 0 -> UUID.randomUUID().toString();
      case 1 -> "00000000-0000-0000-0000-000000000000";
      case 2 -> text();
      case 3 -> of(WORDS);
      default -> of(ids);
    };
  }

  String text() {
    return oneIn(40) ? "y".repeat(random.nextInt(100_000)) : of(TEXTS);
  }

  /** A text for a field of that name. */
  String text(String name) {
    var lower = name.toLowerCase(java.util.Locale.ROOT);
    if (oneIn(5)) {
      return text();
    }
    if (lower.equals("id") || lower.endsWith("id") || lower.endsWith("ids") || lower.equals("event")
        || lower.equals("stream")) {
      return id();
    }
    if (lower.contains("date") || lower.contains("day") || lower.contains("from")
        || lower.contains("until")) {
      return of(DAYS);
    }
    return of(WORDS);
  }

  /** Anything that JSON can say. */
  @Nullable
  Object any() {
    return switch (random.nextInt(7)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> of(NUMBERS);
      case 3 -> new JsonArray().add(of(NUMBERS)).add(text());
      case 4 -> new JsonObject().put(of(WORDS), text());
      default -> text();
    };
  }

  /** The JSON of a message of that type. */
  JsonObject json(Descriptor type) {
    return json(type, 0);
  }

  private JsonObject json(Descriptor type, int depth) {
    var json = new JsonObject();
    for (FieldDescriptor field : type.getFields()) {
      if (!oneIn(4)) {
        json.put(field.getJsonName(), value(field, depth));
      }
    }
    return oneIn(25) ? json.put(text(), any()) : json;
  }

  private @Nullable Object value(FieldDescriptor field, int depth) {
    if (oneIn(15)) {
      return any();
    }
    if (field.isMapField()) {
      return new JsonObject().put(of(WORDS), single(field.getMessageType().findFieldByName("value"), depth));
    }
    if (!field.isRepeated()) {
      return single(field, depth);
    }
    var several = new JsonArray();
    int count = oneIn(30) ? 1_500 : random.nextInt(4);
    for (int i = 0; i < count; i++) {
      several.add(count > 10 ? text(field.getJsonName()) : single(field, depth));
    }
    return several;
  }

  private @Nullable Object single(FieldDescriptor field, int depth) {
    return switch (field.getJavaType()) {
      case STRING -> text(field.getJsonName());
      case INT, LONG, FLOAT, DOUBLE -> of(NUMBERS);
      case BOOLEAN -> oneIn(6) ? any() : Boolean.valueOf(random.nextBoolean());
      case ENUM -> oneIn(5) ? any() : enumValue(field).getName();
      case BYTE_STRING -> oneIn(3) ? "bm90IGEgZmlsZQ==" : text();
      case MESSAGE -> message(field, depth);
    };
  }

  private @Nullable Object message(FieldDescriptor field, int depth) {
    var name = field.getMessageType().getFullName();
    if (name.equals("google.protobuf.Timestamp")) {
      return of(TIMES);
    }
    return depth >= DEPTH_MAX || name.startsWith("google.") ? any() : json(field.getMessageType(), depth + 1);
  }

  private EnumValueDescriptor enumValue(FieldDescriptor field) {
    return of(field.getEnumType().getValues());
  }

  /** A message of that type that can be written down, whatever it says. */
  DynamicMessage message(Descriptor type) {
    return message(type, 0);
  }

  private DynamicMessage message(Descriptor type, int depth) {
    var message = DynamicMessage.newBuilder(type);
    for (FieldDescriptor field : type.getFields()) {
      if (oneIn(4) || field.isMapField()) {
        continue;
      }
      if (field.isRepeated()) {
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
          message.addRepeatedField(field, proto(field, depth));
        }
      } else {
        message.setField(field, proto(field, depth));
      }
    }
    return message.build();
  }

  private Object proto(FieldDescriptor field, int depth) {
    return switch (field.getJavaType()) {
      case STRING -> text(field.getJsonName());
      case INT -> (int) WHOLE[random.nextInt(WHOLE.length)];
      case LONG -> WHOLE[random.nextInt(WHOLE.length)];
      case FLOAT -> (float) REAL[random.nextInt(REAL.length)];
      case DOUBLE -> REAL[random.nextInt(REAL.length)];
      case BOOLEAN -> random.nextBoolean();
      case ENUM -> oneIn(6) ? field.getEnumType().findValueByNumberCreatingIfUnknown(99) : enumValue(field);
      case BYTE_STRING -> ByteString.copyFrom(bytes(random.nextInt(200)));
      case MESSAGE -> depth >= DEPTH_MAX
          ? DynamicMessage.getDefaultInstance(field.getMessageType())
          : message(field.getMessageType(), depth + 1);
    };
  }

  /** For a scalar or an enumeration of GraphQL. */
  @Nullable
  Object scalar(String name, String type) {
    return switch (type) {
      case "Int", "Long", "Float" -> of(NUMBERS);
      case "Boolean" -> oneIn(6) ? any() : Boolean.valueOf(random.nextBoolean());
      case "Time" -> oneIn(3) ? of(DAYS) : of(TIMES);
      case "String", "ID" -> text(name);
      default -> oneIn(4) ? text() : of(ENUMS);
    };
  }

  byte[] bytes(int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /** What stands where a body of JSON should: broken, deep, long or of another kind. */
  byte[] brokenJson(JsonObject sound) {
    var text = sound.encode();
    var broken = switch (random.nextInt(14)) {
      case 0 -> text.substring(0, random.nextInt(text.length() + 1));
      case 1 -> "[".repeat(50_000);
      case 2 -> "{\"id\":".repeat(20_000);
      case 3 -> "{\"terms\":" + "{\"caps\":".repeat(200) + "1" + "}".repeat(200) + "}";
      case 4 -> "[" + text + "]";
      case 5 -> text + text;
      case 6 -> "{\"id\":\"\\ud800\",\"reason\":\"\\udfff\\ud800\"}";
      case 7 -> "{\"id\":1e999999999,\"page\":" + "9".repeat(3_000) + "}";
      case 8 -> "null";
      case 9 -> "\"text\"";
      case 10 -> "{\"a\":1,\"a\":2," + text.substring(1);
      case 11 -> "{\"x\":\"" + "z".repeat(400_000) + "\"}";
      case 12 -> new String(bytes(300), java.nio.charset.StandardCharsets.ISO_8859_1);
      default -> "";
    };
    return broken.getBytes(oneIn(4)
        ? java.nio.charset.StandardCharsets.UTF_16
        : java.nio.charset.StandardCharsets.UTF_8);
  }
}
