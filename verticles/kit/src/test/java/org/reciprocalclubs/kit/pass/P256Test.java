package org.reciprocalclubs.kit.pass;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

final class P256Test {
  /** The base point of the curve (SEC 2, section 2.4.2). */
  private static final String GX = "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296";
  private static final String GY = "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";

  @Test
  void both_forms_of_the_base_point_are_the_same_key() {
    ECPublicKey whole = P256.publicKey(HexFormat.of().parseHex("04" + GX + GY)).orElseThrow();
    ECPublicKey half = P256.publicKey(HexFormat.of().parseHex("03" + GX)).orElseThrow();
    assertThat(half.getW()).isEqualTo(whole.getW());
    assertThat(HexFormat.of().formatHex(P256.compressed(whole))).isEqualTo("03" + GX);
    assertThat(P256.publicKey(HexFormat.of().parseHex("02" + GX)).orElseThrow().getW().getAffineY())
        .isNotEqualTo(new BigInteger(GY, 16));
  }

  @RepeatedTest(20)
  void a_made_key_survives_compression_and_its_bytes() {
    KeyPair keys = P256.generate();
    ECPublicKey again = P256.publicKey(P256.compressed((ECPublicKey) keys.getPublic())).orElseThrow();
    byte[] message = {1, 2, 3};
    byte[] signature = P256.sign(P256.privateKey(keys.getPrivate().getEncoded()), message);
    assertThat(signature).hasSize(CoseSign1.SIGNATURE_BYTES);
    assertThat(P256.verify(again, message, signature)).isTrue();
    assertThat(P256.verify(again, new byte[]{1, 2}, signature)).isFalse();
  }

  @Test
  void points_off_the_curve_and_other_forms_are_refused() {
    byte[] off = HexFormat.of().parseHex("04" + GX + GY);
    off[64] ^= 1;
    assertThat(P256.publicKey(off)).isEmpty();
    assertThat(P256.publicKey(new byte[]{0})).isEmpty();
    assertThat(P256.publicKey(Arrays.copyOf(off, 64))).isEmpty();
    assertThat(P256.publicKey(HexFormat.of().parseHex("02" + "ff".repeat(32)))).isEmpty();
    assertThat(P256.publicKey(HexFormat.of().parseHex("05" + GX))).isEmpty();
  }

  @Test
  void a_signature_of_nonsense_is_false_and_not_an_error() {
    ECPublicKey key = (ECPublicKey) P256.generate().getPublic();
    assertThat(P256.verify(key, new byte[1], new byte[64])).isFalse();
    byte[] ones = new byte[64];
    Arrays.fill(ones, (byte) 0xff);
    assertThat(P256.verify(key, new byte[1], ones)).isFalse();
    assertThat(P256.verify(key, new byte[1], new byte[3])).isFalse();
  }

  @Property(tries = 300)
  void any_33_bytes_are_a_key_or_none(@ForAll @Size(33) byte[] bytes) {
    bytes[0] = (byte) (2 + (bytes[0] & 1));
    P256.publicKey(bytes).ifPresent(key -> assertThat(P256.compressed(key)).isEqualTo(bytes));
  }
}
