package org.reciprocalclubs.devledger;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * One certificate authority on P-256, kept in two files: made on the first start, and given a new
 * certificate for the same key and name before the old one ends, so that what it issued stays good.
 */
final class CertificateAuthority {

  static final Duration ROOT_VALID = Duration.ofDays(3_650);
  static final Duration LEAF_VALID = Duration.ofDays(365);
  /** What ends sooner than this is renewed by the next start. */
  static final Duration RENEWED_BEFORE = Duration.ofDays(60);
  private static final Duration CLOCK_SLACK = Duration.ofMinutes(10);
  private static final String CURVE = "secp256r1";
  private static final int SERIAL_BITS = 127;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final PrivateKey key;
  private final X509Certificate certificate;

  private CertificateAuthority(PrivateKey key, X509Certificate certificate) {
    this.key = key;
    this.certificate = certificate;
  }

  /** Reads or makes the authority whose files are {@code file.pem} and {@code file.key}. */
  static CertificateAuthority open(Path file, String organisation, String name) {
    Path pem = withEnding(file, ".pem");
    Path secret = withEnding(file, ".key");
    if (!Files.exists(secret)) {
      if (Files.exists(pem)) {
        throw new LedgerFailure(
            "The key %s is missing beside its certificate: restore it.".formatted(secret));
      }
      Pem.write(secret, Pem.text(newKey().getPrivate()));
    }
    PrivateKey key = Pem.privateKey(secret);
    if (!Files.exists(pem) || endsSoon(Pem.certificate(pem))) {
      Pem.write(pem, Pem.text(selfSigned(key, publicKey(key), organisation, name)));
    }
    return new CertificateAuthority(key, Pem.certificate(pem));
  }

  /** The public key of a private one: base point times secret. */
  private static PublicKey publicKey(PrivateKey key) {
    try {
      var secret = (ECPrivateKey) key;
      var point = ECNamedCurveTable.getParameterSpec(CURVE).getG().multiply(secret.getS()).normalize();
      var affine = new ECPoint(point.getAffineXCoord().toBigInteger(),
          point.getAffineYCoord().toBigInteger());
      return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(affine, secret.getParams()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has P-256", e);
    }
  }

  static Path withEnding(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  X509Certificate certificate() {
    return certificate;
  }

  static boolean endsSoon(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant().isBefore(Instant.now().plus(RENEWED_BEFORE));
  }

  static KeyPair newKey() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(CURVE), RANDOM);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has P-256", e);
    }
  }

  private static X509Certificate selfSigned(PrivateKey key, PublicKey publicKey, String organisation,
      String name) {
    X500Name subject = new X500Name("O=" + organisation + ",CN=" + name);
    try {
      return sign(builder(subject, subject, publicKey, ROOT_VALID)
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
          .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign)),
          key);
    } catch (IOException e) {
      throw new IllegalStateException("Known extensions can be written", e);
    }
  }

  /**
   * A certificate of an organisation's member.
   *
   * @param unit what it is: client, peer, admin or orderer (Fabric's node units)
   */
  X509Certificate issueMember(PublicKey publicKey, String name, String unit) {
    return issue(publicKey, name, unit, List.of());
  }

  /** A certificate of a TLS server that is reached by this name and on loopback. */
  X509Certificate issueServer(PublicKey publicKey, String serverName) {
    return issue(publicKey, serverName, "tls",
        List.of(new GeneralName(GeneralName.dNSName, serverName),
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
  }

  private X509Certificate issue(PublicKey publicKey, String name, String unit, List<GeneralName> servers) {
    X500Name issuer = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    X500Name subject = new X500Name("OU=" + unit + ",CN=" + name);
    try {
      var builder = builder(issuer, subject, publicKey, LEAF_VALID)
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
          .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      if (!servers.isEmpty()) {
        add(builder, Extension.subjectAlternativeName,
            new GeneralNames(servers.toArray(GeneralName[]::new)));
        add(builder, Extension.extendedKeyUsage, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      }
      return sign(builder, key);
    } catch (IOException e) {
      throw new IllegalStateException("Known extensions can be written", e);
    }
  }

  private static void add(X509v3CertificateBuilder builder, ASN1ObjectIdentifier what, ASN1Encodable value)
      throws IOException {
    builder.addExtension(what, false, value);
  }

  private static X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, PublicKey publicKey,
      Duration valid) {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(issuer, new BigInteger(SERIAL_BITS, RANDOM),
        Date.from(now.minus(CLOCK_SLACK)), Date.from(now.plus(valid)), subject, publicKey);
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key) {
    try {
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key);
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform signs with ECDSA", e);
    }
  }
}
