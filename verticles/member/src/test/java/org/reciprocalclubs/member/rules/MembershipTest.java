package org.reciprocalclubs.member.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reciprocalclubs.member.rules.Membership.Command;
import org.reciprocalclubs.member.rules.Membership.Decision;
import org.reciprocalclubs.member.rules.Membership.Event;
import org.reciprocalclubs.member.rules.Membership.Held;
import org.reciprocalclubs.member.rules.Membership.Reason;

final class MembershipTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 6, 16);
  private static final Subscription PAID = new Subscription(MembershipType.REGULAR, "Full", TODAY);
  private static final Subscription UNPAID = new Subscription(MembershipType.REGULAR, "Full",
      TODAY.minusDays(1));
  private static final Subscription FOREVER = new Subscription(MembershipType.LIFETIME, "Life", null);

  @Test
  void the_last_paid_day_still_counts_and_no_end_never_ends() {
    assertThat(PAID.covers(TODAY)).isTrue();
    assertThat(UNPAID.covers(TODAY)).isFalse();
    assertThat(FOREVER.covers(LocalDate.MAX)).isTrue();
    assertThatThrownBy(() -> new Subscription(MembershipType.REGULAR, " ", null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Subscription(MembershipType.REGULAR, "x".repeat(101), null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void who_joins_unpaid_joins_lapsed_and_who_exists_cannot_join() {
    assertThat(decide(new Membership.None(), new Command.Join(Standing.ACTIVE, PAID, TODAY)))
        .isEqualTo(accepted(new Event.Joined(Standing.ACTIVE, PAID)));
    assertThat(decide(new Membership.None(), new Command.Join(Standing.ACTIVE, UNPAID, TODAY)))
        .isEqualTo(accepted(new Event.Joined(Standing.LAPSED, UNPAID)));
    assertThat(decide(new Membership.None(), new Command.Join(Standing.PENDING, UNPAID, TODAY)))
        .isEqualTo(accepted(new Event.Joined(Standing.PENDING, UNPAID)));
    assertThat(decide(held(Standing.RESIGNED), new Command.Join(Standing.ACTIVE, PAID, TODAY)))
        .isEqualTo(refused(Refusal.MEMBER_EXISTS));
  }

  @ParameterizedTest
  @CsvSource({"ACTIVE,", "SUSPENDED,MEMBER_SUSPENDED", "PENDING,MEMBER_PENDING", "LAPSED,MEMBER_LAPSED",
      "RESIGNED,MEMBER_RESIGNED"})
  void only_an_active_member_can_be_suspended(Standing from, @Nullable Refusal refusal) {
    assertThat(decide(held(from), new Command.Suspend())).isEqualTo(refusal == null
        ? accepted(new Event.StandingChanged(Standing.SUSPENDED, Reason.SUSPENDED_BY_CLUB, PAID))
        : refused(refusal));
  }

  @ParameterizedTest
  @CsvSource({"SUSPENDED,", "PENDING,", "ACTIVE,MEMBER_ACTIVE", "LAPSED,MEMBER_LAPSED",
      "RESIGNED,MEMBER_RESIGNED"})
  void who_is_suspended_or_pending_can_be_made_active(Standing from, @Nullable Refusal refusal) {
    assertThat(decide(held(from), new Command.Reactivate(TODAY))).isEqualTo(refusal == null
        ? accepted(new Event.StandingChanged(Standing.ACTIVE, Reason.REACTIVATED_BY_CLUB, PAID))
        : refused(refusal));
  }

  @Test
  void nobody_becomes_active_unpaid() {
    assertThat(decide(new Held(Standing.SUSPENDED, UNPAID), new Command.Reactivate(TODAY)))
        .isEqualTo(refused(Refusal.MEMBERSHIP_UNPAID));
  }

  @Test
  void only_an_active_membership_lapses_and_only_after_its_day() {
    assertThat(decide(new Held(Standing.ACTIVE, UNPAID), new Command.Lapse(TODAY)))
        .isEqualTo(accepted(new Event.StandingChanged(Standing.LAPSED, Reason.PAID_UNTIL_PASSED, UNPAID)));
    assertThat(decide(new Held(Standing.ACTIVE, PAID), new Command.Lapse(TODAY))).isEqualTo(accepted());
    assertThat(decide(new Held(Standing.SUSPENDED, UNPAID), new Command.Lapse(TODAY))).isEqualTo(accepted());
  }

  @Test
  void what_is_asked_of_nobody_is_refused() {
    for (Command command : List.of(new Command.Suspend(), new Command.Reactivate(TODAY),
        new Command.Lapse(TODAY))) {
      assertThat(decide(new Membership.None(), command)).isEqualTo(refused(Refusal.MEMBER_UNKNOWN));
    }
  }

  @Test
  void the_register_begins_renews_and_changes_and_says_nothing_twice() {
    assertThat(decide(new Membership.None(), new Command.Register(null, PAID, TODAY)))
        .isEqualTo(accepted(new Event.Joined(Standing.ACTIVE, PAID)));
    assertThat(decide(new Membership.None(), new Command.Register(Standing.PENDING, PAID, TODAY)))
        .isEqualTo(accepted(new Event.Joined(Standing.PENDING, PAID)));
    assertThat(decide(new Held(Standing.LAPSED, UNPAID), new Command.Register(null, PAID, TODAY)))
        .isEqualTo(accepted(changed(Standing.ACTIVE, PAID)));
    assertThat(decide(new Held(Standing.LAPSED, UNPAID), new Command.Register(null, UNPAID, TODAY)))
        .isEqualTo(accepted());
    assertThat(decide(held(Standing.SUSPENDED), new Command.Register(null, FOREVER, TODAY)))
        .isEqualTo(accepted(changed(Standing.SUSPENDED, FOREVER)));
    assertThat(decide(held(Standing.ACTIVE), new Command.Register(Standing.RESIGNED, PAID, TODAY)))
        .isEqualTo(accepted(changed(Standing.RESIGNED, PAID)));
    assertThat(decide(held(Standing.ACTIVE), new Command.Register(null, PAID, TODAY))).isEqualTo(accepted());
  }

  @Property
  void nothing_that_is_accepted_leaves_an_active_member_unpaid(@ForAll("states") Membership state,
      @ForAll("commands") Command command) {
    if (decide(state, command) instanceof Decision.Accepted(List<Event> events)) {
      Membership after = state;
      for (Event event : events) {
        after = Membership.evolve(after, event);
      }
      boolean moved = !events.isEmpty();
      assertThat(moved && after instanceof Held(Standing standing, Subscription subscription)
          && standing == Standing.ACTIVE && !subscription.covers(TODAY)).isFalse();
    }
  }

  @Property
  void the_register_said_again_changes_nothing(@ForAll("states") Membership state,
      @ForAll("registers") Command.Register register) {
    Decision.Accepted first = (Decision.Accepted) decide(state, register);
    Membership after = state;
    for (Event event : first.events()) {
      after = Membership.evolve(after, event);
    }
    assertThat(decide(after, register)).isEqualTo(accepted());
  }

  @Provide
  Arbitrary<Membership> states() {
    return Arbitraries.oneOf(Arbitraries.just(new Membership.None()),
        Combinators.combine(Arbitraries.of(Standing.class), subscriptions()).as(Held::new));
  }

  @Provide
  Arbitrary<Command.Register> registers() {
    return Combinators.combine(Arbitraries.of(Standing.class).injectNull(0.3), subscriptions())
        .as((standing, subscription) -> new Command.Register(standing, subscription, TODAY));
  }

  @Provide
  Arbitrary<Command> commands() {
    return Arbitraries.oneOf(Arbitraries.of(new Command.Suspend(), new Command.Reactivate(TODAY),
        new Command.Lapse(TODAY)), registers(),
        Combinators.combine(Arbitraries.of(Standing.class), subscriptions())
            .as((standing, subscription) -> new Command.Join(standing, subscription, TODAY)));
  }

  private static Arbitrary<Subscription> subscriptions() {
    return Arbitraries.of(PAID, UNPAID, FOREVER);
  }

  private static Decision decide(Membership state, Command command) {
    return Membership.decide(state, command);
  }

  private static Held held(Standing standing) {
    return new Held(standing, PAID);
  }

  private static Event changed(Standing standing, Subscription subscription) {
    return new Event.StandingChanged(standing, Reason.REGISTER_CHANGED, subscription);
  }

  private static Decision accepted(Event... events) {
    return new Decision.Accepted(List.of(events));
  }

  private static Decision refused(Refusal refusal) {
    return new Decision.Refused(refusal);
  }
}
