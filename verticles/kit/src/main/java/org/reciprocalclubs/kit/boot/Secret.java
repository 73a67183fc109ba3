package org.reciprocalclubs.kit.boot;

/**
 * A password or key: it comes from a file ({@code password_file}) or the environment, never from a settings
 * file, and never prints itself. Empty where none was given.
 */
public record Secret(String value) {
  /** No secret. */
  public static final Secret NONE = new Secret("");

  public boolean isEmpty() {
    return value.isEmpty();
  }

  @Override
  public String toString() {
    return value.isEmpty() ? "none" : "***";
  }
}
