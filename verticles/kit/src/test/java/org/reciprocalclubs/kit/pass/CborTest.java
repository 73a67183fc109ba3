package org.reciprocalclubs.kit.pass;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reciprocalclubs.kit.pass.CborItem.Bytes;
import org.reciprocalclubs.kit.pass.CborItem.Fields;
import org.reciprocalclubs.kit.pass.CborItem.Int;
import org.reciprocalclubs.kit.pass.CborItem.Items;
import org.reciprocalclubs.kit.pass.CborItem.Tagged;
import org.reciprocalclubs.kit.pass.CborItem.Text;

/** The examples are those of RFC 8949, appendix A, as far as passes use them. */
final class CborTest {

  static Stream<Arguments> examples() {
    return Stream.of(
        example(new Int(0), "00"), example(new Int(1), "01"), example(new Int(10), "0a"),
        example(new Int(23), "17"), example(new Int(24), "1818"), example(new Int(25), "1819"),
        example(new Int(100), "1864"), example(new Int(1000), "1903e8"),
        example(new Int(1_000_000), "1a000f4240"), example(new Int(1_000_000_000_000L), "1b000000e8d4a51000"),
        example(new Int(-1), "20"), example(new Int(-10), "29"), example(new Int(-100), "3863"),
        example(new Int(-1000), "3903e7"), example(new Int(Long.MAX_VALUE), "1b7fffffffffffffff"),
        example(new Int(Long.MIN_VALUE), "3b7fffffffffffffff"),
        example(new Bytes(new byte[0]), "40"), example(new Bytes(new byte[]{1, 2, 3, 4}), "4401020304"),
        example(new Text(""), "60"), example(new Text("a"), "6161"), example(new Text("IETF"), "6449455446"),
        example(new Text("\"\\"), "62225c"), example(new Text("\u00fc"), "62c3bc"),
        example(new Text("\u6c34"), "63e6b0b4"),
        example(Items.of(), "80"), example(Items.of(new Int(1), new Int(2), new Int(3)), "83010203"),
        example(Items.of(new Int(1), Items.of(new Int(2), new Int(3)), Items.of(new Int(4), new Int(5))),
            "8301820203820405"),
        example(new Items(Stream.iterate(1L, n -> n + 1).limit(25).<CborItem>map(Int::new).toList()),
            "98190102030405060708090a0b0c0d0e0f101112131415161718181819"),
        example(Fields.none(), "a0"),
        example(Fields.none().with(3, new Int(4)).with(1, new Int(2)), "a201020304"),
        example(Fields.none().with(-1, new Int(0)).with(100, new Int(0)).with(2, new Int(0)),
            "a3020018640020" + "00"),
        example(new Tagged(1, new Int(1_363_896_240)), "c11a514b67b0"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void the_examples_of_the_standard_hold_in_both_directions(CborItem item, String hex) {
    assertThat(HexFormat.of().formatHex(CborWriter.write(item))).isEqualTo(hex);
    assertThat(CborReader.read(HexFormat.of().parseHex(hex))).hasValueSatisfying(
        read -> assertThat(CborWriter.write(read)).isEqualTo(HexFormat.of().parseHex(hex)));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "", "18", "1817", "1900ff", "1a0000ffff", "1b00000000ffffffff", // missing or longer than needed
      "1bffffffffffffffff", "3bffffffffffffffff", "1c", "1f", // too large, reserved, indefinite
      "41", "5f4100ff", "5bffffffffffffffff", "62c328", "61ff", "7f6161ff", // strings
      "81", "9f01ff", "9b7fffffffffffffff", "9821" + "00", // arrays
      "a101", "a203000100", "a201000100", "a1616101", "a11817" + "01", "bf0101ff", "bb7fffffffffffffff", // maps
      "c0", "81818181818181", "f4", "f6", "f97c00", "fb3ff199999999999a", "ff", "0000"})
  void what_is_not_deterministic_or_not_of_ours_is_refused(String hex) {
    assertThat(CborReader.read(HexFormat.of().parseHex(hex))).isEmpty();
  }

  @Property
  void what_is_read_is_exactly_what_would_be_written(@ForAll("nearly") byte[] bytes) {
    CborReader.read(bytes).ifPresent(item -> assertThat(CborWriter.write(item)).isEqualTo(bytes));
  }

  /** Bytes with many small heads, so that a good part of them can be read. */
  @Provide
  Arbitrary<byte[]> nearly() {
    List<Byte> heads = Stream
        .of(0x00, 0x17, 0x18, 0x20, 0x40, 0x41, 0x61, 0x80, 0x81, 0x82, 0xa0, 0xa1, 0xc1, 0xff)
        .map(Integer::byteValue).toList();
    return Arbitraries.oneOf(Arbitraries.of(heads), Arbitraries.bytes()).array(byte[].class).ofMaxSize(40);
  }

  private static Arguments example(CborItem item, String hex) {
    return Arguments.of(item, hex);
  }
}
