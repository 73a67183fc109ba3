package org.reciprocalclubs.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.boot.EmbeddedFailure;

/** The PostgreSQL programs that the class path carries as one archive, unpacked once per archive. */
final class PostgresPrograms {

  /** The data directory of another major version is refused, never upgraded behind anyone's back. */
  static final String MAJOR = "18";

  private static final int KEY_DIGITS = 16;
  private static final Set<PosixFilePermission> EXECUTABLE = PosixFilePermissions.fromString("rwxr-xr-x");

  private PostgresPrograms() {}

  /** The directory that holds {@code bin/initdb} and {@code bin/postgres}. */
  static Path unpacked() {
    return Cache.unpacked("postgresql-" + MAJOR + "-" + fingerprint(), PostgresPrograms::unpack);
  }

  private static InputStream archive() {
    String machine = System.getProperty("os.arch", "").equals("aarch64") ? "arm_64" : "x86_64";
    @Nullable
    InputStream in = PostgresPrograms.class.getResourceAsStream("/postgres-linux-" + machine + ".txz");
    if (in == null) {
      throw new EmbeddedFailure("The class path holds no PostgreSQL for Linux on %s.".formatted(machine));
    }
    return in;
  }

  private static String fingerprint() {
    try (InputStream in = archive()) {
      var digest = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest()).substring(0, KEY_DIGITS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void unpack(Path into) throws IOException {
    try (var tar = new TarArchiveInputStream(
        new XZCompressorInputStream(new BufferedInputStream(archive())))) {
      @Nullable
      TarArchiveEntry entry = tar.getNextEntry();
      while (entry != null) {
        unpack(tar, entry, into);
        entry = tar.getNextEntry();
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path into) throws IOException {
    Path target = into.resolve(entry.getName()).normalize();
    if (!target.startsWith(into)) {
      throw new IOException("The archive points outside: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Path parent = Objects.requireNonNull(target.getParent());
    Files.createDirectories(parent);
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, target);
    if (parent.endsWith("bin")) {
      Files.setPosixFilePermissions(target, EXECUTABLE);
    }
  }
}
