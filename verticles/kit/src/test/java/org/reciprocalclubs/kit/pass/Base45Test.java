package org.reciprocalclubs.kit.pass;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples are those of RFC 9285, sections 4.3 and 4.4. */
final class Base45Test {

  @ParameterizedTest
  @CsvSource({"AB,BB8", "Hello!!,%69 VD92EX0", "base-45,UJCLQE7W581", "ietf!,QED8WEX0"})
  void the_examples_of_the_standard_hold_in_both_directions(String bytes, String text) {
    assertThat(Base45.encode(bytes.getBytes(US_ASCII))).isEqualTo(text);
    assertThat(Base45.decode(text)).hasValueSatisfying(
        decoded -> assertThat(decoded).isEqualTo(bytes.getBytes(US_ASCII)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GGW", ":::", "::", "A", "BB8A", "bb8", "B\u00e98", "B,8", "\u2603\u2603\u2603"})
  void what_is_not_base45_is_refused(String text) {
    assertThat(Base45.decode(text)).isEmpty();
  }

  @Test
  void nothing_is_nothing() {
    assertThat(Base45.encode(new byte[0])).isEmpty();
    assertThat(Base45.decode("")).hasValueSatisfying(bytes -> assertThat(bytes).isEmpty());
  }

  @Property
  void every_byte_string_comes_back(@ForAll byte[] bytes) {
    assertThat(Base45.decode(Base45.encode(bytes))).hasValueSatisfying(
        decoded -> assertThat(decoded).isEqualTo(bytes));
  }

  @Property
  void any_text_is_read_or_refused_and_never_throws(@ForAll String text) {
    Base45.decode(text).ifPresent(bytes -> assertThat(Base45.encode(bytes)).isEqualTo(text));
  }
}
