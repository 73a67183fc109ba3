package org.reciprocalclubs.ledger;

import org.reciprocalclubs.kit.boot.SettingsException;
import org.reciprocalclubs.ledger.anchors.AnchorSettings;
import org.reciprocalclubs.ledger.log.VerifierKey;

/**
 * The section {@code log}: the transparency log.
 *
 * @param origin its name, which its checkpoints begin with and its key bears: a host and path that are the
 * federation's own, without a scheme. It is kept: a start under another name is refused
 * @param batch events that are logged in one transaction, at most
 * @param anchors when it is anchored on the clubs' ledger
 */
public record LogSettings(String origin, int batch, AnchorSettings anchors) {
  private static final int BATCH_MAX = 10_000;

  public LogSettings {
    if (batch < 1 || batch > BATCH_MAX) {
      throw new SettingsException("log.batch must be between 1 and " + BATCH_MAX + ".");
    }
    if (!VerifierKey.isName(origin)) {
      throw new SettingsException("log.origin must be letters, digits, dots, dashes and slashes, such as"
          + " clubs.example/log, and no longer than " + VerifierKey.NAME_MAX + ".");
    }
  }
}
