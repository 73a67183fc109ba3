package org.reciprocalclubs.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files of a data directory that its owner alone may read, and that are there whole or not at all. */
final class OwnersFile {
  private OwnersFile() {}

  /**
   * Writes or replaces.
   *
   * @throws UncheckedIOException when the directory cannot be written
   */
  static void write(Path file, String text) {
    var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try {
      Path written = Files.createTempFile(file.toAbsolutePath().getParent(), file.getFileName().toString(),
          ".part", mine);
      Files.writeString(written, text);
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }
}
