package org.reciprocalclubs.codecs;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Int64Value;
import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import java.util.Random;
import org.reciprocalclubs.codecs.sample.v1.Everything;
import org.reciprocalclubs.codecs.sample.v1.Everything.Colour;
import org.reciprocalclubs.codecs.sample.v1.Everything.Nested;

/** Messages at random, the same for the same seed. */
final class SampleMessages {
  private static final String[] TEXTS = {"", "a", "Zürich", "日本", "🛶", "\"\\\n\u0001", "</script>", " x "};
  private static final long[] LONGS = {0, 1, -1, 1L << 53, Long.MAX_VALUE, Long.MIN_VALUE, 42};
  private static final double[] DOUBLES = {0, 1.5, -0.1, 1e300, Double.MIN_VALUE, Double.NaN, 1.0 / 3};

  private final Random random;

  private SampleMessages(long seed) {
    this.random = new Random(seed);
  }

  static Everything random(long seed) {
    return new SampleMessages(seed).everything(2);
  }

  private Everything everything(int depth) {
    Everything.Builder into = Everything.newBuilder().setTextValue(text()).setYes(random.nextBoolean())
        .setSmall(random.nextInt()).setLarge(whole()).setSmallNatural(random.nextInt())
        .setLargeNatural(whole())
        .setZigzag(whole()).setFixed(whole()).setRough(random.nextFloat()).setFine(floating())
        .setRaw(ByteString.copyFromUtf8(text())).setColour(Colour.forNumber(random.nextInt(3)));
    if (random.nextBoolean()) {
      into.setMaybeText(text()).setMaybeLarge(whole()).setWrapped(Int64Value.of(whole())).setAt(time())
          .setLength(Duration.newBuilder().setSeconds(random.nextInt(1_000))
              .setNanos(random.nextInt(1_000) * 1_000));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      into.addTexts(text()).addLarges(whole()).addColours(Colour.RED).addTimes(time())
          .putCounts(text(), whole())
          .putByTruth(random.nextBoolean(), text());
    }
    if (depth > 0) {
      into.setNested(nested(depth)).addNests(nested(depth)).putByNumber(random.nextInt(), nested(depth))
          .setFree(free(depth)).setAnyValue(Value.newBuilder().setStructValue(free(depth)));
    }
    return choose(into, depth);
  }

  private Everything choose(Everything.Builder into, int depth) {
    return switch (random.nextInt(4)) {
      case 0 -> into.setChosenText(text()).build();
      case 1 -> into.setChosenNumber(random.nextInt()).build();
      case 2 -> into.setChosenNested(nested(depth)).build();
      default -> into.build();
    };
  }

  private Nested nested(int depth) {
    Nested.Builder into = Nested.newBuilder().setName(text());
    if (depth > 0) {
      into.setInside(everything(depth - 1)).addMore(nested(depth - 1));
    }
    return into.build();
  }

  private Struct free(int depth) {
    Struct.Builder into = Struct.newBuilder()
        .putFields("text", Value.newBuilder().setStringValue(text()).build())
        .putFields("number", Value.newBuilder().setNumberValue(random.nextInt() / 8.0).build())
        .putFields("none", Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build());
    if (depth > 0) {
      into.putFields("list", Value.newBuilder().setListValue(ListValue.newBuilder()
          .addValues(Value.newBuilder().setBoolValue(random.nextBoolean()))
          .addValues(Value.newBuilder().setStructValue(free(depth - 1)))).build());
    }
    return into.build();
  }

  private Timestamp time() {
    return Timestamp.newBuilder().setSeconds(random.nextInt()).setNanos(random.nextInt(1_000_000_000))
        .build();
  }

  private String text() {
    return TEXTS[random.nextInt(TEXTS.length)];
  }

  private long whole() {
    return LONGS[random.nextInt(LONGS.length)];
  }

  private double floating() {
    return DOUBLES[random.nextInt(DOUBLES.length)];
  }
}
