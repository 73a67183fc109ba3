package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** What holds of every decision, whatever the inputs. */
class RulebookPropertyTest {
  private static final int DAYS_SEARCHED = 5;
  private static final int STEP_SECONDS = 900;

  @Provide
  Arbitrary<Inputs> wild() {
    return AnyInputs.wild();
  }

  @Provide
  Arbitrary<Inputs> tame() {
    return AnyInputs.tame();
  }

  @Property(tries = 3_000)
  void every_input_has_a_decision_that_agrees_with_itself(@ForAll("wild") Inputs inputs) {
    var decision = Rulebook.decide(inputs);
    var verdict = decision.verdict();
    assertThat(decision instanceof Decision.Admitted).isEqualTo(verdict.code() == Code.ADMITTED);
    assertThat(decision instanceof Decision.Admitted).isEqualTo(verdict.deciding() == null);
    assertThat(verdict.checked()).filteredOn(check -> check.scope() == Scope.AGREEMENT)
        .extracting(Check::rule)
        .isSorted();
    assertThat(verdict.checked()).filteredOn(check -> check.rule() != Rule.CAP_ROLLING).extracting(Check::id)
        .doesNotHaveDuplicates();
    assertThat(verdict.checked()).allMatch(check -> check.ok() == (check.code() == Code.ADMITTED));
    if (decision instanceof Decision.Admitted) {
      assertThat(verdict.passesWhen()).isNull();
    }
  }

  @Property
  void the_same_inputs_give_the_same_decision_and_the_same_bytes(@ForAll("wild") Inputs inputs) {
    var copy = inputs.with(History.of(inputs.history().uses(), inputs.history().openVisit()))
        .with(new Request(inputs.request().at(), inputs.request().facility(),
            List.copyOf(inputs.request().guests()), inputs.request().nights(),
            inputs.request().particulars()));
    assertThat(Rulebook.decide(copy)).isEqualTo(Rulebook.decide(inputs));
    assertThat(Canonical.inputs(copy)).isEqualTo(Canonical.inputs(inputs));
  }

  /** Terms by their hash, as a replay finds them. */
  @Property
  void inputs_are_read_back_from_their_bytes(@ForAll("wild") Inputs inputs) {
    Map<String, Terms> terms = new TreeMap<>();
    var house = inputs.bylaws().house();
    var programme = inputs.bylaws().programme();
    var named = inputs
        .with(new Bylaws(named("sha256:aa", house, terms), named("sha256:bb", programme, terms)));
    if (inputs.agreed() instanceof Agreed.Signed signed) {
      named = named.with(new Agreed.Signed(signed.agreement(), signed.force(),
          Objects.requireNonNull(named("sha256:" + "0c".repeat(32), signed.version(), terms))));
    }
    var bytes = Canonical.inputs(named);
    var read = CanonicalInputs.read(bytes, hash -> Objects.requireNonNull(terms.get(hash)));
    assertThat(Canonical.inputs(read)).isEqualTo(bytes);
    assertThat(Rulebook.decide(read)).isEqualTo(Rulebook.decide(named));
  }

  private static @Nullable TermsVersion named(String hash, @Nullable TermsVersion version,
      Map<String, Terms> into) {
    if (version == null) {
      return null;
    }
    into.put(hash, version.terms());
    return new TermsVersion(version.number(), hash, version.terms(), version.period());
  }

  @Property(tries = 1_000)
  void who_comes_back_when_told_to_is_admitted(@ForAll("tame") Inputs inputs) {
    var passesWhen = Rulebook.decide(inputs).verdict().passesWhen();
    var at = passesWhen == null ? null : passesWhen.at();
    if (passesWhen != null && at != null) {
      assertThat(at).isAfter(inputs.request().at());
      assertThat(passesWhen.from()).isEqualTo(LocalDate.ofInstant(at, inputs.clubs().zone()));
    }
    if (passesWhen != null) {
      var when = at == null ? inputs.request().at() : at;
      assertThat(Rulebook.decide(onDay(asTold(inputs, passesWhen), when)))
          .isInstanceOf(Decision.Admitted.class);
    }
  }

  /** With as many guests, for as many nights, as was said. */
  private static Inputs asTold(Inputs inputs, Verdict.PassesWhen when) {
    var request = inputs.request();
    var nights = when.maxNights();
    var guests = when.maxGuests();
    var shorter = nights == null ? request : request.forNights(nights);
    return inputs.with(guests == null
        ? shorter
        : shorter.withGuests(request.guests().subList(0, guests).toArray(Request.Guest[]::new)));
  }

  /** Nobody knows who will be in the house on another day. */
  private static Inputs onDay(Inputs inputs, Instant at) {
    var zone = inputs.clubs().zone();
    boolean today = LocalDate.ofInstant(at, zone)
        .equals(LocalDate.ofInstant(inputs.request().at(), zone));
    var now = inputs.circumstances();
    return at(today ? inputs : inputs.with(now.with(Circumstances.Occupancy.EMPTY)), at);
  }

  /** Every boundary of these inputs lies on a quarter of an hour, so trying each of them misses none. */
  @Property(tries = 300)
  void nobody_is_told_to_wait_longer_than_needed(@ForAll("tame") Inputs inputs) {
    var verdict = Rulebook.decide(inputs).verdict();
    if (verdict.code() != Code.ADMITTED) {
      var passesWhen = verdict.passesWhen();
      if (passesWhen != null && passesWhen.at() == null) {
        return;
      }
      var promised = passesWhen == null ? null : passesWhen.at();
      var tried = firstAdmitted(passesWhen == null ? inputs : asTold(inputs, passesWhen));
      if (tried != null) {
        assertThat(promised).isEqualTo(tried);
      } else if (promised != null) {
        assertThat(promised).isAfterOrEqualTo(lastTried(inputs));
      }
    }
  }

  private static @Nullable Instant firstAdmitted(Inputs inputs) {
    var end = lastTried(inputs);
    for (var at = inputs.request().at(); at.isBefore(end); at = at.plusSeconds(STEP_SECONDS)) {
      if (Rulebook.decide(onDay(inputs, at)) instanceof Decision.Admitted) {
        return at;
      }
    }
    return null;
  }

  private static Instant lastTried(Inputs inputs) {
    return inputs.request().at().plusSeconds(DAYS_SEARCHED * 86_400L);
  }

  @Property
  void one_visit_more_in_the_history_never_opens_a_door(@ForAll("tame") Inputs inputs,
      @ForAll("offsets") int offset) {
    if (Rulebook.decide(inputs) instanceof Decision.Refused) {
      int today = (int) Math.floorDiv(inputs.request().at().getEpochSecond(), 86_400L);
      var more = inputs.with(inputs.history().entered(Use.ofDay(today + offset), Visitor.VISIT).left());
      assertThat(Rulebook.decide(more)).isInstanceOf(Decision.Refused.class);
    }
  }

  @Property
  void terms_that_allow_more_never_close_a_door(@ForAll("tame") Inputs inputs) {
    if (Rulebook.decide(inputs) instanceof Decision.Admitted
        && inputs.agreed() instanceof Agreed.Signed signed) {
      var terms = signed.version().terms();
      for (var wider : List.of(terms.with(Caps.NONE), terms.with(Opening.ALWAYS), Terms.OPEN)) {
        var agreed = Visitor.signed(signed.force(), wider, signed.version().period());
        assertThat(Rulebook.decide(inputs.with(agreed))).isInstanceOf(Decision.Admitted.class);
      }
    }
  }

  @Provide
  Arbitrary<Integer> offsets() {
    return Arbitraries.integers().between(-370, 370);
  }

  @Provide
  Arbitrary<List<Instant>> scans() {
    return AnyInputs.tameInstants().list().ofMinSize(20).ofMaxSize(120);
  }

  @Provide
  Arbitrary<ZoneId> zones() {
    return Arbitraries.of(AnyInputs.ZONES);
  }

  @Provide
  Arbitrary<Integer> caps() {
    return Arbitraries.integers().between(1, 6);
  }

  /** Counted again from the moments of the admitted visits alone, also where the clocks of scans run back. */
  @Property(tries = 300)
  void no_cap_is_ever_exceeded_and_no_visit_below_it_refused(@ForAll("scans") List<Instant> scans,
      @ForAll("zones") ZoneId zone, @ForAll("caps") int cap) {
    var caps = new Caps(cap, cap + 2, cap + 5);
    var inputs = Visitor.under(Terms.OPEN.with(caps), Period.from(LocalDate.of(2000, 1, 1)))
        .with(Visitor.clubs(zone));
    Map<String, Integer> visits = new TreeMap<>();
    for (var scan : scans) {
      inputs = at(inputs, scan);
      var day = LocalDate.ofInstant(scan, zone);
      boolean room = visits.getOrDefault(day.toString(), 0) < cap
          && visits.getOrDefault(day.toString().substring(0, 7), 0) < cap + 2
          && visits.getOrDefault(day.toString().substring(0, 4), 0) < cap + 5;
      assertThat(Rulebook.decide(inputs) instanceof Decision.Admitted).isEqualTo(room);
      if (room) {
        inputs = inputs
            .with(inputs.history().entered(Use.ofDay((int) day.toEpochDay()), Visitor.VISIT).left());
        for (int length : new int[]{4, 7, 10}) {
          visits.merge(day.toString().substring(0, length), 1, Integer::sum);
        }
      }
    }
  }

  private static Inputs at(Inputs inputs, Instant at) {
    return inputs.with(inputs.request().at(at));
  }
}
