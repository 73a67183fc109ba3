package org.reciprocalclubs.codecs;

/**
 * JSON that is not the message it should be.
 *
 * <p>{@link #path()} says where, {@code guests[2].age}; empty means the document itself. {@link #reason()}
 * says what is wrong in words that may be shown to whoever sent it: it never repeats a value.
 */
public final class ProtoJsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final String reason;

  ProtoJsonException(String path, String reason) {
    super(path.isEmpty() ? reason : path + ": " + reason, null, false, false);
    this.path = path;
    this.reason = reason;
  }

  /** Where in the document, in the names of the JSON. */
  public String path() {
    return path;
  }

  /** What is wrong there. */
  public String reason() {
    return reason;
  }
}
