package org.reciprocalclubs.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.boot.EmbeddedFailure;

/** Where unpacked programs stay between starts and data directories: {@code ~/.cache/reciprocal-clubs}. */
final class Cache {

  private Cache() {}

  static Path directory() {
    @Nullable
    String configured = System.getenv("XDG_CACHE_HOME");
    Path base = configured == null || configured.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".cache")
        : Path.of(configured);
    return base.resolve("reciprocal-clubs");
  }

  /** Fills an empty directory. */
  interface Unpacker {
    void unpack(Path into) throws IOException;
  }

  /**
   * The directory called {@code name}, filled first when it is not there. It appears whole or not at all, so
   * that processes may race for it.
   */
  static Path unpacked(String name, Unpacker unpacker) {
    Path target = directory().resolve(name);
    if (Files.isDirectory(target)) {
      return target;
    }
    try {
      Files.createDirectories(directory());
      Path part = Files.createTempDirectory(directory(), name + ".part");
      unpacker.unpack(part);
      if (!part.toFile().renameTo(target.toFile()) && !Files.isDirectory(target)) {
        throw new IOException("rename to " + target + " failed");
      }
      return target;
    } catch (IOException e) {
      throw new EmbeddedFailure(
          "%s cannot be unpacked into %s: %s.".formatted(name, directory(), e.getMessage()), e);
    }
  }

  /** A program on the PATH, else in one of {@code elsewhere}. */
  static Optional<Path> program(String name, Path... elsewhere) {
    @Nullable
    String path = System.getenv("PATH");
    for (String directory : (path == null ? "" : path).split(":", -1)) {
      Path file = Path.of(directory.isEmpty() ? "." : directory, name);
      if (Files.isExecutable(file)) {
        return Optional.of(file.toAbsolutePath());
      }
    }
    for (Path directory : elsewhere) {
      if (Files.isExecutable(directory.resolve(name))) {
        return Optional.of(directory.resolve(name));
      }
    }
    return Optional.empty();
  }
}
