package org.reciprocalclubs.codecs;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;

/** Reads single values at the parser's current token, and says what is wrong where. */
final class JsonScalars {
  private static final BigInteger MAX_INT64 = BigInteger.valueOf(Long.MAX_VALUE);
  private static final BigInteger MIN_INT64 = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX_UINT64 = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
  private static final int LONGEST_NUMBER = 40;

  private final JsonParser parser;

  JsonScalars(JsonParser parser) {
    this.parser = parser;
  }

  Object read(FieldDescriptor field) throws IOException {
    return switch (field.getType()) {
      case STRING -> string();
      case BOOL -> bool();
      case INT32, SINT32, SFIXED32 -> (int) integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
      case UINT32, FIXED32 -> (int) integer(0, 0xFFFF_FFFFL);
      case INT64, SINT64, SFIXED64 -> integer(Long.MIN_VALUE, Long.MAX_VALUE);
      case UINT64, FIXED64 -> inRange(big(), BigInteger.ZERO, MAX_UINT64);
      case FLOAT -> floating();
      case DOUBLE -> doubling();
      case ENUM -> enumValue(field.getEnumType());
      case BYTES -> bytes();
      case MESSAGE, GROUP -> throw new IllegalStateException("Not a scalar");
    };
  }

  String string() throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw wrongType("a string");
    }
    return wellFormed(parser.getText());
  }

  /** Text that UTF-8 can carry and a database can keep. */
  String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw refusal("must not hold the character U+0000");
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c) || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(++i))) {
          throw refusal("holds half of a surrogate pair");
        }
      }
    }
    return text;
  }

  double finite() throws IOException {
    double value = parser.getDoubleValue();
    if (!Double.isFinite(value)) {
      throw outOfRange();
    }
    return value;
  }

  Object mapKey(FieldDescriptor key, String text) {
    return switch (key.getType()) {
      case STRING -> wellFormed(text);
      case BOOL -> switch (text) {
        case "true" -> true;
        case "false" -> false;
        default -> throw refusal("must have the key true or false");
      };
      case INT32, SINT32, SFIXED32 -> (int) inRange(big(text), Integer.MIN_VALUE, Integer.MAX_VALUE);
      case UINT32, FIXED32 -> (int) inRange(big(text), 0, 0xFFFF_FFFFL);
      case UINT64, FIXED64 -> inRange(big(text), BigInteger.ZERO, MAX_UINT64);
      default -> inRange(big(text), MIN_INT64, MAX_INT64);
    };
  }

  private boolean bool() {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw wrongType("true or false");
    };
  }

  private long integer(long min, long max) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      long value = parser.getLongValue();
      if (value < min || value > max) {
        throw outOfRange();
      }
      return value;
    }
    return inRange(big(), min, max);
  }

  private BigInteger big() throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_STRING -> big(parser.getText());
      default -> throw wrongType("a whole number");
    };
  }

  private BigInteger big(String text) {
    if (text.length() > LONGEST_NUMBER) {
      throw outOfRange();
    }
    try {
      BigDecimal number = new BigDecimal(text);
      if ((long) number.precision() - number.scale() > LONGEST_NUMBER) {
        throw outOfRange();
      }
      return number.toBigIntegerExact();
    } catch (ArithmeticException | NumberFormatException _) {
      throw refusal("must be a whole number");
    }
  }

  private long inRange(BigInteger value, long min, long max) {
    return inRange(value, BigInteger.valueOf(min), BigInteger.valueOf(max));
  }

  private long inRange(BigInteger value, BigInteger min, BigInteger max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw outOfRange();
    }
    return value.longValue();
  }

  private float floating() throws IOException {
    double value = doubling();
    if (Double.isFinite(value) && Float.isInfinite((float) value)) {
      throw outOfRange();
    }
    return (float) value;
  }

  private double doubling() throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> finite();
      case VALUE_STRING -> number(parser.getText());
      default -> throw wrongType("a number");
    };
  }

  private double number(String text) {
    try {
      double value = switch (text) {
        case "NaN" -> Double.NaN;
        case "Infinity" -> Double.POSITIVE_INFINITY;
        case "-Infinity" -> Double.NEGATIVE_INFINITY;
        default -> new BigDecimal(text.length() > LONGEST_NUMBER ? "" : text).doubleValue();
      };
      if (Double.isInfinite(value) && !text.endsWith("Infinity")) {
        throw outOfRange();
      }
      return value;
    } catch (NumberFormatException _) {
      throw refusal("must be a number");
    }
  }

  private EnumValueDescriptor enumValue(EnumDescriptor type) throws IOException {
    EnumValueDescriptor value = switch (parser.currentToken()) {
      case VALUE_STRING -> type.findValueByName(parser.getText());
      case VALUE_NUMBER_INT -> type.findValueByNumber((int) integer(Integer.MIN_VALUE, Integer.MAX_VALUE));
      case VALUE_NULL -> {
        if (!type.getFullName().equals("google.protobuf.NullValue")) {
          throw refusal("must not be null");
        }
        yield type.findValueByNumber(0);
      }
      default -> throw wrongType("a name of " + type.getName());
    };
    if (value == null) {
      throw refusal("must be one of "
          + String.join(", ", type.getValues().stream().map(EnumValueDescriptor::getName).toList()));
    }
    return value;
  }

  private ByteString bytes() throws IOException {
    String text = string();
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '=') {
      end--;
    }
    try {
      String url = text.substring(0, end).replace('+', '-').replace('/', '_');
      return ByteString.copyFrom(Base64.getUrlDecoder().decode(url));
    } catch (IllegalArgumentException _) {
      throw refusal("must be base64");
    }
  }

  private ProtoJsonException outOfRange() {
    return refusal("is out of range");
  }

  ProtoJsonException wrongType(String wanted) {
    String got = switch (parser.currentToken()) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_NULL -> "null";
      default -> parser.currentToken() == JsonToken.VALUE_TRUE ? "true" : "false";
    };
    return refusal("must be " + wanted + ", not " + got);
  }

  ProtoJsonException refusal(String reason) {
    return new ProtoJsonException(path(parser.getParsingContext()), reason);
  }

  private static String path(JsonStreamContext at) {
    StringBuilder path = new StringBuilder();
    JsonStreamContext here = parentIfJustOpened(at);
    for (; here != null && !here.inRoot(); here = here.getParent()) {
      if (here.inArray()) {
        path.insert(0, "[" + here.getCurrentIndex() + "]");
      } else if (here.hasCurrentName()) {
        path.insert(0, "." + here.getCurrentName());
      }
    }
    return !path.isEmpty() && path.charAt(0) == '.' ? path.substring(1) : path.toString();
  }

  /** At the first token of an object or list the parser is already inside it: the fault is the whole's. */
  private static JsonStreamContext parentIfJustOpened(JsonStreamContext at) {
    boolean opened = !at.inRoot() && !at.hasCurrentIndex() && !at.hasCurrentName();
    return opened && at.getParent() != null ? at.getParent() : at;
  }
}
