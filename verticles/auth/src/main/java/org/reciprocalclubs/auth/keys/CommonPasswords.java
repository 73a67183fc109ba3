package org.reciprocalclubs.auth.keys;

import com.nulabinc.zxcvbn.StandardDictionaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Passwords that are guessed first: the 30,000 commonest of public breaches, as zxcvbn has them (D. Wheeler,
 * "zxcvbn: Low-Budget Password Strength Estimation", USENIX Security 2016), or a federation's own list.
 */
public final class CommonPasswords {

  private CommonPasswords() {}

  /**
   * Reads a list, in lower case; blocks.
   *
   * @param file its path, one password a line in UTF-8; empty: the list that comes with the platform
   */
  public static Set<String> read(String file) {
    try {
      List<String> listed = file.isEmpty()
          ? StandardDictionaries.PASSWORDS_LOADER.load().getFrequencies()
          : Files.readAllLines(Path.of(file));
      return listed.stream().map(line -> line.strip().toLowerCase(Locale.ROOT))
          .filter(line -> !line.isEmpty()).collect(Collectors.toUnmodifiableSet());
    } catch (IOException unreadable) {
      throw new UncheckedIOException("auth.common_passwords_file cannot be read", unreadable);
    }
  }
}
