package org.reciprocalclubs.kit.boot;

import java.util.Base64;
import org.reciprocalclubs.kit.seal.Sealer;

/**
 * The section {@code master}: what seals every secret at rest.
 *
 * @param key 32 bytes in Base64
 */
public record MasterSettings(Secret key) {

  /** The sealer under this key. */
  public Sealer sealer() {
    try {
      return new Sealer(Base64.getDecoder().decode(key.value()));
    } catch (IllegalArgumentException unusable) {
      throw new SettingsException("The master key (master.key_file) must be 32 bytes in Base64.");
    }
  }
}
