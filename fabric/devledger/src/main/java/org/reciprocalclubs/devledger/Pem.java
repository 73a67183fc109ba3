package org.reciprocalclubs.devledger;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;

/** Keys (PKCS#8) and certificates as PEM files that only their owner reads (0600), complete or absent. */
final class Pem {

  private static final int LINE = 64;
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String PRIVATE_KEY = "PRIVATE KEY";

  private Pem() {}

  static String text(X509Certificate certificate) {
    try {
      return text(CERTIFICATE, certificate.getEncoded());
    } catch (CertificateException e) {
      throw new IllegalStateException("A parsed certificate has bytes", e);
    }
  }

  static String text(PrivateKey key) {
    return text(PRIVATE_KEY, key.getEncoded());
  }

  private static String text(String kind, byte[] der) {
    var lines = Base64.getMimeEncoder(LINE, new byte[]{'\n'}).encodeToString(der);
    return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
  }

  static X509Certificate certificate(Path file) {
    try {
      return certificate(Files.readAllBytes(file));
    } catch (IOException | CertificateException e) {
      throw new LedgerFailure("The certificate %s cannot be read.".formatted(file), e);
    }
  }

  static X509Certificate certificate(byte[] pem) throws CertificateException {
    var factory = CertificateFactory.getInstance("X.509");
    return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(pem));
  }

  static PrivateKey privateKey(Path file) {
    try {
      var body = Files.readString(file).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
      var specification = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body));
      return KeyFactory.getInstance("EC").generatePrivate(specification);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new LedgerFailure("The key %s cannot be read.".formatted(file), e);
    }
  }

  /** When it returns the file survives a loss of power: a block that names a key's certificate may follow. */
  static void write(Path file, String text) {
    try {
      Path part = file.resolveSibling(file.getFileName() + ".part");
      Files.deleteIfExists(part);
      var onlyOwner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      try (var channel = FileChannel.open(part, Set.of(CREATE_NEW, WRITE), onlyOwner)) {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
      try (var entries = FileChannel.open(directory, READ)) {
        entries.force(true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A directory that nobody else reads, made when absent. */
  static Path privateDirectory(Path directory) {
    try {
      Files.createDirectories(directory);
      return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
