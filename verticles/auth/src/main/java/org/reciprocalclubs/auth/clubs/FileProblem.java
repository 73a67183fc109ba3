package org.reciprocalclubs.auth.clubs;

/** A file that cannot be read as what it should be: no row of it can be judged. */
public final class FileProblem extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String text;

  FileProblem(String code, String message) {
    super(message, null, false, false);
    this.code = code;
    this.text = message;
  }

  /** Stable, such as NOT_GEOJSON. */
  public String code() {
    return code;
  }

  /** For people. */
  public String text() {
    return text;
  }
}
