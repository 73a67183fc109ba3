package org.reciprocalclubs.ledger.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A text with signatures, as C2SP signed-note writes it: the text, an empty line, and one line per signature.
 * Any number may sign, so witnesses add theirs to a log's. Immutable.
 *
 * @param text ends with a line feed
 * @param signatures whose, in the order of their lines
 */
public record Note(String text, List<Signed> signatures) {
  /** The longest note, in characters. */
  public static final int CHARS_MAX = 16_384;
  /** The most signatures. */
  public static final int SIGNATURES_MAX = 100;

  private static final int ID_BYTES = 4;
  private static final Pattern LINE = Pattern.compile("— ([^+\\s]+) ([A-Za-z0-9+/=]+)");

  /**
   * One line: who says to have signed, and the key's id with the signature.
   *
   * @param bytes id (4) and signature; in Base64 in the line
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Signed(String name, byte[] bytes) {
    private String line() {
      return "— " + name + " " + Base64.getEncoder().encodeToString(bytes) + "\n";
    }
  }

  public Note {
    if (!text.endsWith("\n") || text.length() > CHARS_MAX || signatures.size() > SIGNATURES_MAX) {
      throw new IllegalArgumentException("A note ends with a line feed and has bounds");
    }
    signatures = List.copyOf(signatures);
  }

  /** That text, signed. */
  public static Note sign(String text, NoteSigner signer) {
    return new Note(text, List.of()).and(signer);
  }

  /** This note with another signature. */
  public Note and(NoteSigner signer) {
    var key = signer.verifier();
    byte[] signature = signer.sign(text.getBytes(StandardCharsets.UTF_8));
    byte[] bytes = ByteBuffer.allocate(ID_BYTES + signature.length).put(key.id()).put(signature).array();
    var all = new ArrayList<>(signatures);
    all.add(new Signed(key.name(), bytes));
    return new Note(text, all);
  }

  /** Whether that key signed it: at least one line of its name and id, and none of those that is false. */
  public boolean isSignedBy(VerifierKey key) {
    byte[] id = key.id();
    byte[] signed = text.getBytes(StandardCharsets.UTF_8);
    var lines = signatures.stream().filter(line -> line.name().equals(key.name())
        && line.bytes().length > ID_BYTES && Arrays.equals(id, Arrays.copyOf(line.bytes(), ID_BYTES)))
        .toList();
    return !lines.isEmpty() && lines.stream().allMatch(
        line -> key.verifies(signed, Arrays.copyOfRange(line.bytes(), ID_BYTES, line.bytes().length)));
  }

  /** Reads what {@link #toString} wrote; empty when it is no note. */
  public static Optional<Note> parse(String note) {
    int end = note.lastIndexOf("\n\n");
    if (end < 0 || note.length() > CHARS_MAX || !note.endsWith("\n")) {
      return Optional.empty();
    }
    var lines = note.substring(end + 2).lines().toList();
    var signatures = lines.stream().flatMap(line -> signed(line).stream()).toList();
    return lines.isEmpty() || signatures.size() != lines.size() || lines.size() > SIGNATURES_MAX
        ? Optional.empty()
        : Optional.of(new Note(note.substring(0, end + 1), signatures));
  }

  private static Optional<Signed> signed(String line) {
    var match = LINE.matcher(line);
    try {
      return match.matches()
          ? Optional.of(new Signed(match.group(1), Base64.getDecoder().decode(match.group(2))))
          : Optional.empty();
    } catch (IllegalArgumentException noBase64) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    var note = new StringBuilder(text).append('\n');
    signatures.forEach(signature -> note.append(signature.line()));
    return note.toString();
  }
}
