package org.reciprocalclubs.kit.boot;

import java.util.Base64;
import java.util.function.Supplier;
import org.reciprocalclubs.kit.seal.Sealer;

/**
 * The section {@code master}: what seals every secret at rest.
 *
 * @param key 32 bytes in Base64
 * @param otherKey what is sealed under it is opened, too; nothing is sealed with it. Empty for none
 */
public record MasterSettings(Secret key, Secret otherKey) {

  /** The sealer under these keys. */
  public Sealer sealer() {
    Sealer sealer = of("master.key_file", () -> new Sealer(decoded(key)));
    return otherKey.isEmpty()
        ? sealer
        : of("master.other_key_file", () -> sealer.opening(decoded(otherKey)));
  }

  private static byte[] decoded(Secret secret) {
    return Base64.getDecoder().decode(secret.value().strip());
  }

  private static Sealer of(String setting, Supplier<Sealer> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException unusable) {
      throw new SettingsException("The master key (" + setting + ") must be 32 bytes in Base64.");
    }
  }
}
