package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a decision was made on is read back as it was. */
class CanonicalInputsTest {
  private static final Inputs PLAIN = stripped(Visitor.withGuests(Visitor.under(Terms.OPEN), 2)
      .with(Visitor.days("2026-06-01", "2026-06-02")));

  @Provide
  Arbitrary<Inputs> wild() {
    return AnyInputs.wild().map(CanonicalInputsTest::stripped);
  }

  @Property(tries = 500)
  void any_inputs_are_read_as_they_were_written(@ForAll("wild") Inputs inputs) {
    assertThat(read(Canonical.inputs(inputs))).isEqualTo(inputs);
  }

  @Test
  void terms_are_found_by_their_hash() {
    var sealed = TermsVersion.seal(3, AnyTerms.RICH, Visitor.SINCE_2020);
    var inputs = Visitor.under(Terms.OPEN)
        .with(new Agreed.Signed(Visitor.AGREEMENT, Agreed.Force.LIVE, sealed));
    var read = CanonicalInputs.read(Canonical.inputs(inputs), hash -> {
      assertThat(hash).isEqualTo(sealed.hash());
      return AnyTerms.RICH;
    });
    assertThat(read).isEqualTo(inputs);
  }

  @Test
  void bytes_that_nobody_wrote_are_refused() {
    var bytes = Canonical.inputs(PLAIN);
    for (int length = 0; length < bytes.length; length++) {
      broken(Arrays.copyOf(bytes, length));
    }
    broken(Arrays.copyOf(bytes, bytes.length + 1));
    var other = bytes.clone();
    other[1] ^= 1; // the name of the form
    broken(other);
  }

  @Test
  void what_is_either_there_or_not_is_nothing_else() {
    var bytes = Canonical.inputs(PLAIN);
    var damaged = bytes.clone();
    damaged[Canonical.INPUTS.length() + 1] = 2; // whether anything is signed
    broken(damaged);
  }

  private static void broken(byte[] bytes) {
    assertThatThrownBy(() -> read(bytes)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Inputs read(byte[] bytes) {
    return CanonicalInputs.read(bytes, _ -> Terms.OPEN);
  }

  /** With open terms throughout, which every hash finds. */
  private static Inputs stripped(Inputs inputs) {
    var agreed = inputs.agreed() instanceof Agreed.Signed signed
        ? new Agreed.Signed(signed.agreement(), signed.force(), open(signed.version()))
        : inputs.agreed();
    var bylaws = inputs.bylaws();
    return inputs.with(agreed).with(new Bylaws(perhaps(bylaws.house()), perhaps(bylaws.programme())));
  }

  private static @Nullable TermsVersion perhaps(@Nullable TermsVersion version) {
    return version == null ? null : open(version);
  }

  private static TermsVersion open(TermsVersion version) {
    return new TermsVersion(version.number(), version.hash(), Terms.OPEN, version.period());
  }
}
