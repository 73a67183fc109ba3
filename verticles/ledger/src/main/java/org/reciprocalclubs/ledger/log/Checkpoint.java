package org.reciprocalclubs.ledger.log;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a log says of itself at a moment, as C2SP tlog-checkpoint writes it: whose it is, how many leaves it
 * has, and the hash of them all. Immutable.
 *
 * @param origin the log's name, which is also its key's
 */
public record Checkpoint(String origin, long size, Hash root) {
  private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,14}");
  private static final int LINES = 3;

  public Checkpoint {
    if (origin.isEmpty() || origin.contains("\n") || size < 0) {
      throw new IllegalArgumentException("A log has a name and no fewer leaves than none");
    }
  }

  /** The text that is signed. */
  public String text() {
    return origin + "\n" + size + "\n" + root.base64() + "\n";
  }

  /** Reads such a text, whatever other lines follow; empty when it is none. */
  public static Optional<Checkpoint> parse(String text) {
    var lines = text.split("\n", -1);
    if (lines.length <= LINES || lines[0].isEmpty() || !SIZE.matcher(lines[1]).matches()) {
      return Optional.empty();
    }
    try {
      var read = new Checkpoint(lines[0], Long.parseLong(lines[1]),
          Hash.of(Base64.getDecoder().decode(lines[2])));
      return text.startsWith(read.text()) ? Optional.of(read) : Optional.empty();
    } catch (IllegalArgumentException noHash) {
      return Optional.empty();
    }
  }
}
