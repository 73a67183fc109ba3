package org.reciprocalclubs.kit.boot;

/** Settings that do not allow a start: one sentence that names the key, the value and where it came from. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** @param sentence names the key, the value and where it came from */
  public SettingsException(String sentence) {
    super(sentence, null, false, false);
  }
}
