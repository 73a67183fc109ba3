package org.reciprocalclubs.auth;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.auth.outside.OpenId;
import org.reciprocalclubs.auth.store.ProviderTable;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.seal.Sealer;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;

/** The providers that clubs set, with their secrets opened. Thread-safe. */
final class Providers {
  private static final String ASSOCIATED = "auth.provider/";

  private final Store store;
  private final Sealer sealer;

  Providers(Store store, Sealer sealer) {
    this.store = store;
    this.sealer = sealer;
  }

  /**
   * The club's own.
   *
   * @throws Problem NO_PROVIDER
   */
  OpenId.Provider of(UUID club) {
    ProviderTable.Row row = store.read(Scope.club(club), ProviderTable::find).orElseThrow(
        () -> Problem.refused("NO_PROVIDER", "This club has no provider to sign in with").field("clubId"));
    byte[] sealed = row.secret();
    return new OpenId.Provider(row.issuer(), row.clientId(), row.audience(), row.jwksUri(),
        sealed == null ? null : new String(sealer.open(sealed, ASSOCIATED + club), StandardCharsets.UTF_8));
  }

  byte @Nullable [] sealed(UUID club, String secret) {
    return secret.isEmpty()
        ? null
        : sealer.seal(secret.getBytes(StandardCharsets.UTF_8), ASSOCIATED + club);
  }

  /** The words are ours: what a provider says is for nobody's eyes. */
  static Problem unreachable(OpenId.Unfit why) {
    return Problem.of(ErrorCode.OVERLOADED, "PROVIDER_UNREACHABLE", String.valueOf(why.getMessage()));
  }
}
