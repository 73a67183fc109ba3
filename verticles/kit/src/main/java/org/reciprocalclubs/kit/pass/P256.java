package org.reciprocalclubs.kit.pass;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keys and signatures on the curve P-256 (SEC 1; FIPS 186-5): points as bytes, ES256 signatures as r then s,
 * 64 bytes (RFC 9053). Amazon Corretto Crypto Provider does the arithmetic where it runs, the JDK elsewhere.
 * Thread-safe.
 */
public final class P256 {
  /** A compressed point: 2 or 3, then x. */
  public static final int COMPRESSED_BYTES = 33;
  /** An uncompressed point: 4, then x and y. */
  public static final int UNCOMPRESSED_BYTES = 65;
  private static final int FIELD_BYTES = 32;
  private static final String ES256 = "SHA256withECDSAinP1363Format";
  private static final ECParameterSpec CURVE = curve();
  private static final BigInteger P = ((ECFieldFp) CURVE.getCurve().getField()).getP();
  private static final @Nullable Provider FAST = fast();

  private P256() {}

  /** A new key pair. */
  public static KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("This JDK has no P-256", missing);
    }
  }

  /** The key at a point, compressed or not; empty when the bytes are no point of the curve. */
  public static Optional<ECPublicKey> publicKey(byte[] point) {
    BigInteger x;
    BigInteger y;
    if (point.length == COMPRESSED_BYTES && (point[0] == 2 || point[0] == 3)) {
      x = number(point, 1);
      y = root(x, point[0] == 3);
    } else if (point.length == UNCOMPRESSED_BYTES && point[0] == 4) {
      x = number(point, 1);
      y = number(point, 1 + FIELD_BYTES);
    } else {
      return Optional.empty();
    }
    boolean onCurve = x.compareTo(P) < 0 && y.compareTo(P) < 0 && y.multiply(y).mod(P).equals(right(x));
    return onCurve ? Optional.of(key(new ECPoint(x, y))) : Optional.empty();
  }

  /** The key's point, compressed. */
  public static byte[] compressed(ECPublicKey key) {
    ECPoint point = key.getW();
    byte[] x = point.getAffineX().toByteArray();
    byte[] bytes = new byte[COMPRESSED_BYTES];
    bytes[0] = (byte) (point.getAffineY().testBit(0) ? 3 : 2);
    int length = Math.min(x.length, FIELD_BYTES); // without BigInteger's sign byte
    System.arraycopy(x, x.length - length, bytes, COMPRESSED_BYTES - length, length);
    return bytes;
  }

  /** The private key in PKCS #8 bytes, as {@link PrivateKey#getEncoded()} wrote them. */
  public static PrivateKey privateKey(byte[] pkcs8) {
    try {
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException broken) {
      throw new IllegalArgumentException("Not a private key", broken);
    }
  }

  /** Signs with ES256. */
  public static byte[] sign(PrivateKey key, byte[] message) {
    try {
      Signature signature = es256();
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("Cannot sign with this key", broken);
    }
  }

  /** Whether the key made this ES256 signature over the message. */
  public static boolean verify(PublicKey key, byte[] message, byte[] signed) {
    try {
      Signature signature = es256();
      signature.initVerify(key);
      signature.update(message);
      return signature.verify(signed);
    } catch (SignatureException malformed) {
      return false;
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("Cannot verify with this key", broken);
    }
  }

  private static Signature es256() throws GeneralSecurityException {
    return FAST == null ? Signature.getInstance(ES256) : Signature.getInstance(ES256, FAST);
  }

  /** y of the point at x: p is 3 modulo 4, so a root of a square is its power (p + 1) / 4. */
  private static BigInteger root(BigInteger x, boolean odd) {
    BigInteger y = right(x).modPow(P.add(BigInteger.ONE).shiftRight(2), P);
    return y.testBit(0) == odd ? y : P.subtract(y);
  }

  /** x^3 + ax + b. */
  private static BigInteger right(BigInteger x) {
    return x.multiply(x).add(CURVE.getCurve().getA()).multiply(x).add(CURVE.getCurve().getB()).mod(P);
  }

  private static BigInteger number(byte[] bytes, int from) {
    return new BigInteger(1, Arrays.copyOfRange(bytes, from, from + FIELD_BYTES));
  }

  private static ECPublicKey key(ECPoint point) {
    try {
      return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, CURVE));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("A point of the curve is a key", impossible);
    }
  }

  private static ECParameterSpec curve() {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec("secp256r1"));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("This JDK has no P-256", missing);
    }
  }

  /** The fast provider; null where its library does not load or does not know the signature. */
  private static @Nullable Provider fast() {
    try {
      Provider fast = AmazonCorrettoCryptoProvider.INSTANCE;
      boolean loaded = AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() == null;
      return loaded && fast.getService("Signature", ES256) != null ? fast : null;
    } catch (LinkageError absent) {
      return null;
    }
  }
}
