package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.reciprocal.Moments.Act;
import org.reciprocalclubs.reciprocal.Moments.Span;
import org.reciprocalclubs.reciprocal.SmallWorld.At;
import org.reciprocalclubs.reciprocal.rules.Bill;
import org.reciprocalclubs.reciprocal.rules.Canonical;
import org.reciprocalclubs.reciprocal.rules.CanonicalInputs;
import org.reciprocalclubs.reciprocal.rules.Circumstances;
import org.reciprocalclubs.reciprocal.rules.Inputs;
import org.reciprocalclubs.reciprocal.rules.Needs;
import org.reciprocalclubs.reciprocal.rules.Outcome;
import org.reciprocalclubs.reciprocal.rules.Request;
import org.reciprocalclubs.reciprocal.rules.Request.Booked;
import org.reciprocalclubs.reciprocal.rules.Restriction;
import org.reciprocalclubs.reciprocal.rules.Use;
import org.reciprocalclubs.reciprocal.rules.Visit;

/**
 * A desk that knows no hurry: it takes scans one at a time, in the order of their events, and remembers what
 * became of each. Shares the rules with the real one, and nothing of how facts are kept, found, locked or
 * written. What offices do takes no turns with the desks, so of what they did meanwhile a scan may have seen
 * either; {@link Sight} says what. Not thread-safe.
 */
final class OneAtATime {
  private final SmallWorld world;
  /** All visits that there are, also those that stand in the feed after the scan that is judged. */
  private final Map<UUID, Visited> visits = new HashMap<>();
  /** Those of them that have been judged. */
  private final Map<UUID, Visited> known = new HashMap<>();
  private final Map<Buffer, Instant> codes = new HashMap<>();
  private final List<Restrained> restrictions = new ArrayList<>();
  private final Map<UUID, Reserved> reservations = new HashMap<>();

  OneAtATime(SmallWorld world) {
    this.world = world;
  }

  /** Takes over how visits ended, of which those may be judged that began meanwhile. */
  void visits(Iterable<Row> rows, Map<UUID, Entered> entered, Moments moments) {
    for (Row row : rows) {
      var id = row.getUUID("id");
      var last = visits.get(id);
      var first = last == null ? Objects.requireNonNull(entered.get(id)) : null;
      var before = first == null ? Objects.requireNonNull(last).after() : first.firstStage();
      boolean twice = first == null ? Objects.requireNonNull(last).twice() : first.wasInside();
      var after = Visited.Stage.of(row);
      var changing = before.equals(after) ? null : changing(row, moments);
      var at = new At(row.getUUID("host"), row.getUUID("member"));
      visits.put(id, new Visited(id, at, world.home(at.member()),
          row.getOffsetDateTime("opened_at").toInstant(), Use.unpacked(row.getLong("used")),
          1 + row.getInteger("guests"), twice, before, after, changing));
    }
    known.replaceAll((id, _) -> Objects.requireNonNull(visits.get(id)));
  }

  /** When somebody ended it; a house may have closed at any time. */
  private static Span changing(Row row, Moments moments) {
    var asked = moments.when(Act.LEAVE, row.getUUID("id"));
    var closed = row.getBoolean("closed_by_house") ? moments.all() : null;
    assertThat(asked == null && closed == null).as("a visit that nobody ended: %s", row.toJson()).isFalse();
    return asked == null ? Objects.requireNonNull(closed) : closed == null ? asked : asked.and(closed);
  }

  void restrictions(Iterable<Row> rows, Moments moments) {
    restrictions.clear();
    rows.forEach(row -> restrictions.add(Restrained.read(row, moments)));
  }

  void reservations(Iterable<Row> rows) {
    for (Row row : rows) {
      var last = reservations.get(row.getUUID("id"));
      var read = Reserved.read(row, last == null ? "" : last.after());
      reservations.put(read.id(), read);
    }
  }

  /** What was said of a scan must be what is to be said of it after all before it; and its effect. */
  void judge(Entered entered) {
    var shown = entered.shown();
    if (shown != null && codes.containsKey(shown.hash())) {
      assertThat(entered.verdict()).as("%s by a code that was used up", entered).isEqualTo(
          VerdictMapper.beforeRules(Verdict.Code.PASS_ALREADY_SHOWN, "pass", entered.at()));
      assertThat(entered.opened()).as("%s by a code that was used up", entered).isNull();
      return;
    }
    var bytes = Objects.requireNonNull(entered.inputs(), entered::toString);
    var inputs = inputs(entered, CanonicalInputs.read(bytes, world::terms));
    assertThat(Canonical.inputs(inputs)).as("inputs of %s", entered).isEqualTo(bytes);
    switch (decide(entered, inputs)) {
      case Visit.VisitOpened opened -> {
        assertThat(entered.opened()).as("%s is a visit", entered).isNotNull();
        assertThat(entered.verdict()).as("%s", entered)
            .isEqualTo(VerdictMapper.write(opened.decided(), inputs));
        enter(entered, inputs);
      }
      case Visit.CheckInRefused refused -> {
        assertThat(entered.opened()).as("%s is no visit", entered).isNull();
        assertThat(entered.verdict()).as("%s", entered)
            .isEqualTo(VerdictMapper.write(refused.decided(), inputs));
      }
      default -> throw new IllegalStateException("No entry");
    }
  }

  private static Visit.Event decide(Entered entered, Inputs inputs) {
    var scan = entered.scan();
    var command = new Visit.CheckIn(
        new Visit.Scan(scan.id(), scan.origin().actor(), "", inputs.request().at()), inputs, Bill.NONE,
        scan.extras().manner());
    return switch (Visit.decide(new Visit.Unopened(), command)) {
      case Outcome.Accepted(var events) -> events.getFirst();
      case Outcome.Refused(var refusal) -> throw new AssertionError(refusal);
    };
  }

  private void enter(Entered entered, Inputs inputs) {
    var visit = Objects.requireNonNull(visits.get(entered.id()), entered::toString);
    int day = Math.toIntExact(inputs.request().at().atZone(SmallWorld.ZONE).toLocalDate().toEpochDay());
    assertThat(visit.use()).as("%s", entered)
        .isEqualTo(new Use(day, inputs.request().nights(), inputs.countedGuests(), 0));
    assertThat(visit.opened()).as("%s", entered).isEqualTo(entered.at());
    known.put(entered.id(), visit);
    var shown = entered.shown();
    if (shown != null) {
      codes.put(shown.hash(), shown.until());
    }
  }

  private Inputs inputs(Entered entered, Inputs seen) {
    var who = entered.who();
    var sight = new Sight(entered, known.values());
    return new Inputs(world.agreed(who), world.bylaws(who), world.clubs(who), world.standing(who),
        sight.history(seen.history()), circumstances(entered, seen.circumstances(), sight),
        request(entered, seen.request()));
  }

  private Circumstances circumstances(Entered entered, Circumstances seen, Sight sight) {
    var is = Circumstances.NONE.with(restrictions(entered, seen.restrictions()));
    if (world.hasProgramme(entered.who())) {
      is = is.withEverywhere(sight.everywhere(seen.everywhere()));
    }
    return world.asks(entered.who(), Needs.HEADS) ? is.with(sight.occupancy(seen.occupancy())) : is;
  }

  private Restriction[] restrictions(Entered entered, List<Restriction> seen) {
    assertThat(restrictions.stream().filter(each -> each.mayBeSeen(entered)).map(Restrained::rule))
        .as("restrictions that %s may have seen", entered).containsAll(seen);
    assertThat(seen).as("restrictions seen by %s", entered)
        .containsAll(restrictions.stream().filter(each -> each.mustBeSeen(entered)).map(Restrained::rule)
            .toList());
    return seen.toArray(Restriction[]::new);
  }

  private Request request(Entered entered, Request seen) {
    var asked = entered.scan().party().at(entered.at());
    return asked.with(asked.particulars().booked(booked(entered, seen.particulars().booked())));
  }

  private @Nullable Booked booked(Entered entered, @Nullable Booked seen) {
    var of = world.asks(entered.who(), Needs.BOOKING)
        ? reservations.values().stream().filter(each -> each.isOf(entered)).toList()
        : List.<Reserved>of();
    if (seen == null) {
      assertThat(of).as("reservations of which %s saw none", entered).noneMatch(Reserved::mustBeSeen);
    } else {
      assertThat(of.stream().filter(each -> each.mayBeSeen(entered.late())).map(Reserved::booked))
          .as("reservations of which %s saw one", entered).contains(seen);
    }
    return seen;
  }

  /** All that there were, when all scans have been judged. */
  Collection<Visited> visits() {
    assertThat(known.keySet()).as("visits that the feed tells of").isEqualTo(visits.keySet());
    return known.values();
  }

  Collection<Reserved> reservations() {
    return reservations.values();
  }

  List<Restrained> restrictions() {
    return restrictions;
  }

  /** Codes by which somebody has come in, and until when doors would have taken them. */
  Map<Buffer, Instant> codes() {
    return codes;
  }

  List<Visited> of(At at) {
    return known.values().stream().filter(visit -> visit.at().equals(at)).toList();
  }
}
