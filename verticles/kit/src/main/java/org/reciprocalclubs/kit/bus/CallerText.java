package org.reciprocalclubs.kit.bus;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Caller} as one line: {@code
 * kind;subject;club;member;session;permission,permission;role,role;proof;until}, nothing where there is
 * nothing. The proof is {@code factor}, {@code enrolling} or nothing, and until when it counts is in seconds
 * since 1970.
 */
final class CallerText {
  private static final int PARTS = 9;
  private static final String FACTOR = "factor";
  private static final String ENROLLING = "enrolling";

  private CallerText() {}

  static String write(Caller caller) {
    return caller.kind() + ";" + text(caller.subject()) + ";" + text(caller.club()) + ";"
        + text(caller.member()) + ";" + text(caller.session()) + ";" + String.join(",", caller.permissions())
        + ";" + String.join(",", caller.roles()) + ";" + proof(caller.proof()) + ";"
        + caller.proof().until().getEpochSecond();
  }

  static Caller read(String text) {
    String[] parts = text.split(";", -1);
    if (parts.length != PARTS) {
      throw new IllegalArgumentException("Not a caller: it has " + parts.length + " parts");
    }
    return new Caller(Caller.Kind.valueOf(parts[0]), id(parts[1]), id(parts[2]), id(parts[3]), id(parts[4]),
        names(parts[5]), names(parts[6]), proof(parts[7], parts[8]));
  }

  private static String proof(Proof proof) {
    return proof.enrolling() ? ENROLLING : proof.factor() ? FACTOR : "";
  }

  private static Proof proof(String text, String until) {
    return new Proof(text.equals(FACTOR), Instant.ofEpochSecond(Long.parseLong(until)),
        text.equals(ENROLLING));
  }

  private static String text(@Nullable UUID id) {
    return id == null ? "" : id.toString();
  }

  private static @Nullable UUID id(String text) {
    return text.isEmpty() ? null : UUID.fromString(text);
  }

  private static Set<String> names(String text) {
    return text.isEmpty() ? Set.of() : Set.of(text.split(","));
  }
}
