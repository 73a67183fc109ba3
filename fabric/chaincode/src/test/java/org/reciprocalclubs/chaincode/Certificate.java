package org.reciprocalclubs.chaincode;

import java.io.StringWriter;
import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A self-signed certificate and its key, in PEM. */
record Certificate(String certificate, String key) {

  static Certificate of(String name) {
    return made(name, false);
  }

  /** Which a server on 127.0.0.1 may show. */
  static Certificate forLoopback(String name) {
    return made(name, true);
  }

  private static Certificate made(String name, boolean isForLoopback) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      var keys = generator.generateKeyPair();
      var subject = new X500Name("CN=" + name);
      var builder = new JcaX509v3CertificateBuilder(subject, BigInteger.ONE, Date.from(Instant.EPOCH),
          Date.from(Instant.parse("2049-01-01T00:00:00Z")), subject, keys.getPublic());
      if (isForLoopback) {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        builder.addExtension(Extension.subjectAlternativeName, false,
            new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
      }
      var signed = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
      return new Certificate(pem(signed), pem(new JcaPKCS8Generator(keys.getPrivate(), null)));
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static String pem(Object what) throws java.io.IOException {
    var text = new StringWriter();
    try (var pem = new JcaPEMWriter(text)) {
      pem.writeObject(what);
    }
    return text.toString();
  }
}
