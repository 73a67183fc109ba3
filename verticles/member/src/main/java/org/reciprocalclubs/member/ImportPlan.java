package org.reciprocalclubs.member;

import com.google.protobuf.Message;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.member.v1.MemberProfileChanged;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.member.register.Entry;
import org.reciprocalclubs.member.register.Issue;
import org.reciprocalclubs.member.register.JudgedRow;
import org.reciprocalclubs.member.rules.Membership;
import org.reciprocalclubs.member.rules.Membership.Command;
import org.reciprocalclubs.member.rules.Membership.Decision;
import org.reciprocalclubs.member.rules.Standing;
import org.reciprocalclubs.member.rules.Subscription;
import org.reciprocalclubs.member.store.ClubFact;
import org.reciprocalclubs.member.store.MemberEvents;
import org.reciprocalclubs.member.store.MemberRow;
import org.reciprocalclubs.member.store.Person;
import org.reciprocalclubs.member.store.StagedChange;

/**
 * What a file makes of the members that are known: decided row by row, nothing written yet.
 *
 * @param rows one per row of the file
 */
record ImportPlan(List<Planned> rows) {

  /** What becomes of a row. */
  enum Outcome {
    CREATED, UPDATED, UNCHANGED, REJECTED
  }

  /**
   * @param member whose row it is; null when rejected
   * @param change what to write; null when nothing
   */
  record Planned(JudgedRow row, Outcome outcome, @Nullable UUID member, @Nullable StagedChange change,
      List<Issue> notes) {}

  static ImportPlan of(List<JudgedRow> rows, Map<String, MemberRow> known, ClubFact club, Instant now) {
    List<Planned> planned = new ArrayList<>(rows.size());
    for (JudgedRow row : rows) {
      Entry entry = row.entry();
      planned.add(entry == null
          ? new Planned(row, Outcome.REJECTED, null, null, List.of())
          : plan(row, entry, known.get(entry.number()), new Day(club, now)));
    }
    return new ImportPlan(planned);
  }

  List<StagedChange> changes() {
    return rows.stream().map(Planned::change).filter(Objects::nonNull).toList();
  }

  int count(Outcome outcome) {
    return (int) rows.stream().filter(row -> row.outcome() == outcome).count();
  }

  private record Day(ClubFact club, Instant now) {
    LocalDate today() {
      return club.dayAt(now);
    }

    Instant startOf(LocalDate day) {
      return day.atStartOfDay(club.zone()).toInstant();
    }
  }

  private static Planned plan(JudgedRow row, Entry entry, @Nullable MemberRow known, Day day) {
    Membership state = known == null ? new Membership.None() : known.held();
    Subscription subscription = entry.subscription(known == null ? null : known.held().subscription());
    if (!(Membership.decide(state, new Command.Register(entry.standing(), subscription,
        day.today())) instanceof Decision.Accepted(List<Membership.Event> events))) {
      throw new IllegalStateException("the register is never refused");
    }
    Membership after = state;
    for (Membership.Event event : events) {
      after = Membership.evolve(after, event);
    }
    Membership.Held held = (Membership.Held) after;
    MemberRow.Identity who = known != null
        ? known.identity()
        : new MemberRow.Identity(Ids.uuid7(), day.club().id(), null, entry.number());
    Person person = person(entry, known == null ? null : known.person());
    Instant joined = joined(entry, known, day);
    List<Message> messages = new ArrayList<>();
    events.forEach(event -> messages.add(MemberEvents.message(who, event)));
    if (known != null && !(person.equals(known.person()) && joined.equals(known.times().joinedAt()))) {
      messages.add(MemberProfileChanged.newBuilder().setMemberId(who.id().toString())
          .setClubId(who.club().toString()).build());
    }
    List<Issue> notes = notes(entry, state, held);
    if (messages.isEmpty()) {
      return new Planned(row, Outcome.UNCHANGED, who.id(), null, notes);
    }
    int before = known == null ? 0 : known.version();
    MemberRow result = new MemberRow(who, held, before + messages.size(),
        new MemberRow.Times(joined, day.now(), day.now()), person);
    return new Planned(row, known == null ? Outcome.CREATED : Outcome.UPDATED, who.id(),
        new StagedChange(row.line(), before, result, messages), notes);
  }

  private static Person person(Entry entry, @Nullable Person known) {
    Person before = known != null ? known : Person.named(entry.firstName(), entry.lastName());
    LocalDate born = entry.dates().dateOfBirth();
    return new Person(new Person.Name(entry.firstName(), entry.lastName()),
        born != null ? born : before.dateOfBirth(), entry.email() != null ? entry.email() : before.email(),
        entry.phone() != null ? entry.phone() : before.phone(), before.address(), before.emergency(),
        before.preferences());
  }

  private static Instant joined(Entry entry, @Nullable MemberRow known, Day day) {
    if (entry.dates().joinedAt() != null) {
      return day.startOf(entry.dates().joinedAt());
    }
    return known != null ? known.times().joinedAt() : day.now();
  }

  private static List<Issue> notes(Entry entry, Membership before, Membership.Held after) {
    List<Issue> notes = new ArrayList<>();
    if (after.standing() == Standing.LAPSED && entry.standing() != Standing.LAPSED
        && !(before instanceof Membership.Held held && held.standing() == Standing.LAPSED)) {
      notes.add(Issue.note("paid_until", Issue.Code.LAPSED_BY_DATE));
    }
    if (before instanceof Membership.Held held && held.standing() == Standing.SUSPENDED
        && after.standing() != Standing.SUSPENDED) {
      notes.add(Issue.note("status", Issue.Code.SUSPENSION_LIFTED));
    }
    return notes;
  }
}
