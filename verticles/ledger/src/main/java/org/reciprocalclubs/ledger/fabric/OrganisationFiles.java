package org.reciprocalclubs.ledger.fabric;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hyperledger.fabric.client.identity.Identities;
import org.hyperledger.fabric.client.identity.X509Identity;
import org.reciprocalclubs.ledger.fabric.NetworkProfile.Organisation;

/**
 * What an organisation's files hold, read at one moment. Immutable.
 *
 * @param until when the first of the certificates ends
 * @param stamps by which a change of the files is seen
 */
record OrganisationFiles(X509Identity identity, PrivateKey key, Instant until, List<Stamp> stamps) {
  /** A file as it was: its length, and when it was written. */
  record Stamp(Path file, long bytes, FileTime at) {}

  OrganisationFiles {
    stamps = List.copyOf(stamps);
  }

  /**
   * Reads them. The stamps are taken first: what is written while this reads is read again.
   *
   * @throws IOException when one is missing or is not what it should be
   */
  static OrganisationFiles read(Organisation organisation) throws IOException {
    var stamps = stamps(organisation);
    try {
      var certificate = certificate(organisation.certificate());
      var key = key(organisation.key());
      if (!belong(certificate, key)) {
        throw new IOException("The key of " + organisation.msp() + " is not that of its certificate");
      }
      var until = Stream.of(certificate, certificate(organisation.ca()), certificate(organisation.tlsCa()))
          .map(each -> each.getNotAfter().toInstant()).min(Instant::compareTo).orElseThrow();
      return new OrganisationFiles(new X509Identity(organisation.msp(), certificate), key, until, stamps);
    } catch (GeneralSecurityException nonsense) {
      throw new IOException("The files of " + organisation.msp() + " are not an identity", nonsense);
    }
  }

  static List<Stamp> stamps(Organisation organisation) throws IOException {
    var stamps = new ArrayList<Stamp>();
    for (var file : organisation.files()) {
      stamps.add(new Stamp(file, Files.size(file), Files.getLastModifiedTime(file)));
    }
    return stamps;
  }

  /** Whether that file is another one now. */
  boolean differs(Path file, OrganisationFiles before) {
    return !stamps.stream().filter(stamp -> stamp.file().equals(file)).toList()
        .equals(before.stamps.stream().filter(stamp -> stamp.file().equals(file)).toList());
  }

  /** While files are being exchanged one by one they do not, for a moment. */
  private static boolean belong(X509Certificate certificate, PrivateKey key) throws GeneralSecurityException {
    String algorithm = key.getAlgorithm().startsWith("EC") ? "SHA256withECDSA" : key.getAlgorithm();
    byte[] probe = certificate.getEncoded();
    var signing = Signature.getInstance(algorithm);
    signing.initSign(key);
    signing.update(probe);
    var checking = Signature.getInstance(algorithm);
    checking.initVerify(certificate.getPublicKey());
    checking.update(probe);
    return checking.verify(signing.sign());
  }

  private static X509Certificate certificate(Path file) throws IOException, GeneralSecurityException {
    try (Reader pem = Files.newBufferedReader(file)) {
      return Identities.readX509Certificate(pem);
    }
  }

  private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    try (Reader pem = Files.newBufferedReader(file)) {
      return Identities.readPrivateKey(pem);
    }
  }
}
