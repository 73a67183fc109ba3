package org.reciprocalclubs.app;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of {@code deploy/import}. Immutable.
 *
 * @param things what the rows are
 * @param file the rows
 * @param email who imports
 * @param url where the platform answers; null: as the data directory's ready.json says
 * @param data the data directory of a demonstration, whose logins are known; null: none
 * @param query the parameters of the import's REST operation
 */
record ImportOrder(Things things, Path file, String email, @Nullable URI url, @Nullable Path data,
    Map<String, String> query) {
  /** What a file may hold, and the path under /api/v1 that takes it. */
  enum Things {
    CLUBS, MEMBERS;

    String path() {
      return "/" + name().toLowerCase(Locale.ROOT) + "/import";
    }
  }

  private static final Map<String, String> FLAGS = Map.of("--partial", "partial", "--trial", "trial");
  private static final Map<String, String> DEFAULTS = Map.of("--time-zone", "defaultTimeZone", "--country",
      "defaultCountry", "--currency", "defaultCurrency", "--kind", "defaultKind");

  /** @throws Misuse when the words on the command line are no order */
  static ImportOrder of(List<String> words) {
    Deque<String> rest = new ArrayDeque<>(words);
    Map<String, String> said = new TreeMap<>();
    Map<String, String> query = new TreeMap<>();
    Deque<String> plain = new ArrayDeque<>();
    while (!rest.isEmpty()) {
      var word = rest.removeFirst();
      if (FLAGS.containsKey(word)) {
        query.put(FLAGS.get(word), "true");
      } else if (DEFAULTS.containsKey(word)) {
        query.put(DEFAULTS.get(word), value(word, rest));
      } else if (List.of("--as", "--url", "--data").contains(word)) {
        said.put(word, value(word, rest));
      } else if (word.startsWith("-")) {
        throw new Misuse("There is no option " + word + " (see --help).");
      } else {
        plain.add(word);
      }
    }
    return new ImportOrder(things(plain), file(plain), email(said),
        Optional.ofNullable(said.get("--url")).map(URI::create).orElse(null),
        Optional.ofNullable(said.get("--data")).map(Path::of).orElse(null), Map.copyOf(query));
  }

  private static String value(String word, Deque<String> rest) {
    if (rest.isEmpty()) {
      throw new Misuse(word + " needs a value.");
    }
    return rest.removeFirst();
  }

  private static Things things(Deque<String> plain) {
    var word = plain.isEmpty() ? "" : plain.removeFirst();
    return switch (word) {
      case "clubs" -> Things.CLUBS;
      case "members" -> Things.MEMBERS;
      default -> throw new Misuse("Say what to import: clubs FILE or members FILE (see --help).");
    };
  }

  private static Path file(Deque<String> plain) {
    if (plain.size() != 1) {
      throw new Misuse("Name one file to import (see --help).");
    }
    var file = Path.of(plain.removeFirst());
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new Misuse("The file " + file + " cannot be read.");
    }
    return file;
  }

  private static String email(Map<String, String> said) {
    var email = said.get("--as");
    if (email == null) {
      throw new Misuse("Say who imports with --as EMAIL: clubs are the operator's, members their club's.");
    }
    return email;
  }

  /** The media type of the file, by its name's end. */
  String mediaType() {
    var name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv")) {
      return "text/csv";
    }
    if (things == Things.CLUBS && (name.endsWith(".geojson") || name.endsWith(".json"))) {
      return "application/geo+json";
    }
    throw new Misuse("The name of the file ends in .csv" + (things == Things.CLUBS ? " or .geojson" : "")
        + ", not as " + file.getFileName() + " does.");
  }

  /** One sentence for the person at the keyboard. */
  static final class Misuse extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Misuse(String sentence) {
      super(sentence, null, false, false);
    }
  }
}
