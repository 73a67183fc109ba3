package org.reciprocalclubs.kit.pass;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class CoseSign1Test {
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] CONTENT = "This is the content.".getBytes(US_ASCII);

  /** RFC 8152, appendix C.2.1: a single ECDSA signature by key "11", whose kid is not protected there. */
  @Test
  void the_signature_in_the_example_of_the_standard_verifies_over_our_signed_structure() {
    byte[] point = HEX.parseHex("04bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff"
        + "20138bf82dc1b6d562be0fa54ab7804a3a64b6d72ccfed6b6fb6ed28bbfc117e");
    byte[] signature = HEX.parseHex("8eb33e4ca31d1c465ab05aac34cc6b23d58fef5c083106c4d25a91aef0b0117e"
        + "2af9a291aa32e14ab834dc56ed2a223444547e01f11d3b0916e5a4c345cacb36");
    CoseSign1 example = new CoseSign1(OptionalLong.empty(), CONTENT, signature);
    assertThat(example.verifiedBy(P256.publicKey(point).orElseThrow())).isTrue();
  }

  /** RFC 9052, section 4.4: the bytes that are signed. */
  @Test
  void the_signed_structure_is_the_standards() {
    assertThat(HEX.formatHex(CoseSign1.toBeSigned(OptionalLong.empty(), CONTENT))).isEqualTo(
        "846a5369676e61747572653143a101264054546869732069732074686520636f6e74656e742e");
    assertThat(HEX.formatHex(CoseSign1.toBeSigned(OptionalLong.of(258), new byte[0])))
        .isEqualTo("846a5369676e6174757265314da201260448000000000000010240" + "40");
  }

  @Test
  void what_is_signed_is_read_again_and_verifies() {
    KeyPair keys = P256.generate();
    byte[] bytes = CoseSign1.sign(OptionalLong.of(-5), CONTENT, keys.getPrivate()).encoded();
    CoseSign1 read = CoseSign1.read(bytes).orElseThrow();
    assertThat(read.kid()).hasValue(-5);
    assertThat(read.payload()).isEqualTo(CONTENT);
    assertThat(read.verifiedBy(keys.getPublic())).isTrue();
    assertThat(read.verifiedBy(P256.generate().getPublic())).isFalse();
  }

  @Test
  void other_headers_tags_and_lengths_are_refused() {
    String signature = "5840" + "00".repeat(64);
    String good = "d28443a10126a040" + signature;
    assertThat(CoseSign1.read(HEX.parseHex(good))).isPresent();
    assertThat(CoseSign1.read(HEX.parseHex("d18443a10126a040" + signature))).isEmpty(); // tag 17
    assertThat(CoseSign1.read(HEX.parseHex("8443a10126a040" + signature))).isEmpty(); // no tag
    assertThat(CoseSign1.read(HEX.parseHex("d28443a10127a040" + signature))).isEmpty(); // alg -8
    assertThat(CoseSign1.read(HEX.parseHex("d28440a040" + signature))).isEmpty(); // no alg
    assertThat(CoseSign1.read(HEX.parseHex("d28443a10126a1044131" + "40" + signature))).isEmpty(); // open header
    assertThat(CoseSign1.read(HEX.parseHex("d28446a10126040131a040" + signature))).isEmpty();
    assertThat(CoseSign1.read(HEX.parseHex("d28443a10126a040" + "583f" + "00".repeat(63)))).isEmpty();
    assertThat(CoseSign1.read(HEX.parseHex("d28343a10126a040"))).isEmpty();
  }
}
