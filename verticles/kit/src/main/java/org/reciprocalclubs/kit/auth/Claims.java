package org.reciprocalclubs.kit.auth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.Proof;

/**
 * What a token of ours says: sub (user, device or key id), club, mid (member id), sid (session id), knd
 * (PERSON, DEVICE or INTEGRATION), roles, perms, iat, exp, iss, aud; rights, the ids by which perms are known
 * to have ended; rights_exp, when they end by themselves, in milliseconds; amr (RFC 8176, with "mfa" where
 * the login has a second factor), prf (until when all that the login has counts as proven lately), enr
 * (true: good for enrolling a factor alone).
 */
record Claims(Caller caller, Instant issuedAt, Instant expiresAt, List<UUID> rights, Instant rightsEnd) {
  private static final Set<Caller.Kind> KINDS = Set.of(Caller.Kind.PERSON, Caller.Kind.DEVICE,
      Caller.Kind.INTEGRATION);

  /** The claims; null if they are not complete, or meant for someone else. */
  static @Nullable Claims read(JsonObject json, TokenSettings settings) {
    try {
      Caller.Kind kind = Caller.Kind.valueOf(json.getString("knd"));
      boolean ours = settings.issuer().equals(json.getString("iss")) && meant(json.getValue("aud"), settings);
      if (!ours || !KINDS.contains(kind)) {
        return null;
      }
      Caller caller = new Caller(kind, UUID.fromString(json.getString("sub")), id(json, "club"),
          id(json, "mid"),
          id(json, "sid"), names(json, "perms"), names(json, "roles"), proof(json));
      Long rightsEnd = json.getLong("rights_exp");
      return new Claims(caller, Instant.ofEpochSecond(json.getLong("iat")),
          Instant.ofEpochSecond(json.getLong("exp")),
          names(json, "rights").stream().map(UUID::fromString).toList(),
          rightsEnd == null ? Instant.MAX : Instant.ofEpochMilli(rightsEnd));
    } catch (IllegalArgumentException | ClassCastException | NullPointerException | DateTimeException _) {
      return null;
    }
  }

  private static Proof proof(JsonObject json) {
    return new Proof(names(json, "amr").contains("mfa"), Instant.ofEpochSecond(json.getLong("prf", 0L)),
        json.getBoolean("enr", false));
  }

  private static boolean meant(@Nullable Object audience, TokenSettings settings) {
    return settings.audience().equals(audience)
        || audience instanceof JsonArray several && several.contains(settings.audience());
  }

  private static @Nullable UUID id(JsonObject json, String name) {
    String text = json.getString(name);
    return text == null || text.isEmpty() ? null : UUID.fromString(text);
  }

  private static Set<String> names(JsonObject json, String name) {
    JsonArray names = json.getJsonArray(name);
    return names == null
        ? Set.of()
        : names.stream().map(String.class::cast).collect(Collectors.toUnmodifiableSet());
  }
}
