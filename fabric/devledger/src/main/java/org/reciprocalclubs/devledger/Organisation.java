package org.reciprocalclubs.devledger;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.function.BiFunction;

/**
 * One organisation's keys, in the directory named as its MSP: its authority ({@code ca}), the authority of
 * its TLS certificates ({@code tls-ca}), its node that signs ({@code peer}), that node's port ({@code tls})
 * and its client ({@code client}), each as {@code .pem} and {@code .key}.
 */
final class Organisation {

  private final String msp;
  private final Path directory;
  private final CertificateAuthority authority;
  private final SigningIdentity node;

  private Organisation(String msp, Path directory, CertificateAuthority authority, SigningIdentity node) {
    this.msp = msp;
    this.directory = directory;
    this.authority = authority;
    this.node = node;
  }

  /** Reads the keys of an organisation with a peer, makes what is missing and renews what ends soon. */
  static Organisation ofPeer(Path network, String msp) {
    Path directory = Pem.privateDirectory(network.resolve(msp));
    var authority = CertificateAuthority.open(directory.resolve("ca"), msp, "ca." + name(msp));
    var tls = CertificateAuthority.open(directory.resolve("tls-ca"), msp, "tls-ca." + name(msp));
    leaf(directory.resolve("tls"), tls, CertificateAuthority::issueServer, "peer." + name(msp));
    leaf(directory.resolve("client"), authority,
        (ca, of) -> ca.issueMember(of, "client." + name(msp), "client"));
    leaf(directory.resolve("peer"), authority, (ca, of) -> ca.issueMember(of, "peer." + name(msp), "peer"));
    return new Organisation(msp, directory, authority, identity(msp, directory.resolve("peer")));
  }

  /** The organisation that orders: it signs blocks. */
  static Organisation ofOrderer(Path network) {
    String msp = DevelopmentNetwork.ORDERER_MSP;
    Path directory = Pem.privateDirectory(network.resolve(msp));
    var authority = CertificateAuthority.open(directory.resolve("ca"), msp, "ca.orderer");
    leaf(directory.resolve("orderer"), authority, (ca, of) -> ca.issueMember(of, "orderer", "orderer"));
    return new Organisation(msp, directory, authority, identity(msp, directory.resolve("orderer")));
  }

  private interface Server {
    X509Certificate issue(CertificateAuthority authority, PublicKey of, String name);
  }

  private static void leaf(Path file, CertificateAuthority authority, Server issue, String name) {
    leaf(file, authority, (ca, of) -> issue.issue(ca, of, name));
  }

  private static void leaf(Path file, CertificateAuthority authority,
      BiFunction<CertificateAuthority, PublicKey, X509Certificate> issue) {
    Path pem = CertificateAuthority.withEnding(file, ".pem");
    Path secret = CertificateAuthority.withEnding(file, ".key");
    if (Files.exists(pem) && Files.exists(secret) && good(Pem.certificate(pem), authority)) {
      return;
    }
    KeyPair pair = CertificateAuthority.newKey();
    Pem.delete(pem);
    Pem.write(secret, Pem.text(pair.getPrivate()));
    Pem.write(pem, Pem.text(issue.apply(authority, pair.getPublic())));
  }

  private static boolean good(X509Certificate certificate, CertificateAuthority authority) {
    try {
      certificate.verify(authority.certificate().getPublicKey());
      return !CertificateAuthority.endsSoon(certificate);
    } catch (GeneralSecurityException otherAuthority) {
      return false;
    }
  }

  private static SigningIdentity identity(String msp, Path file) {
    PrivateKey key = Pem.privateKey(CertificateAuthority.withEnding(file, ".key"));
    return new SigningIdentity(msp, Pem.certificate(CertificateAuthority.withEnding(file, ".pem")), key);
  }

  private static String name(String msp) {
    String lower = msp.toLowerCase(Locale.ROOT);
    return lower.endsWith("msp") && lower.length() > 3 ? lower.substring(0, lower.length() - 3) : lower;
  }

  String msp() {
    return msp;
  }

  X509Certificate root() {
    return authority.certificate();
  }

  SigningIdentity node() {
    return node;
  }

  String serverName() {
    return "peer." + name(msp);
  }

  Path file(String name) {
    return directory.resolve(name);
  }
}
