package org.reciprocalclubs.kit.store;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns what rooms hold (instants, bytes, enums, optionals, arrays of them) into what the driver takes. */
final class Binds {
  private Binds() {}

  static Tuple tuple(@Nullable Object... values) {
    var list = new ArrayList<@Nullable Object>(values.length);
    for (Object value : values) {
      list.add(bind(value));
    }
    return Tuple.wrap(list);
  }

  private static @Nullable Object bind(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Instant at -> utc(at);
      case byte[] bytes -> Buffer.buffer(bytes);
      case Enum<?> constant -> constant.name();
      case Optional<?> maybe -> bind(maybe.orElse(null));
      case Instant[] many -> instants(many);
      case byte[][] many -> buffers(many);
      default -> value;
    };
  }

  private static @Nullable OffsetDateTime[] instants(@Nullable Instant[] many) {
    var result = new @Nullable OffsetDateTime[many.length];
    for (int i = 0; i < many.length; i++) {
      Instant at = many[i];
      result[i] = at == null ? null : utc(at);
    }
    return result;
  }

  private static @Nullable Buffer[] buffers(byte[] @Nullable [] many) {
    var result = new @Nullable Buffer[many.length];
    for (int i = 0; i < many.length; i++) {
      byte[] bytes = many[i];
      result[i] = bytes == null ? null : Buffer.buffer(bytes);
    }
    return result;
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
