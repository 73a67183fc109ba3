package org.reciprocalclubs.reciprocal.rules;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.reciprocal.rules.Request.Guest;
import org.reciprocalclubs.reciprocal.rules.Request.Relation;

/**
 * Ten visits that show what terms mean, for whoever signs them. They are chosen at the edges of the terms,
 * are decided by the {@link Rulebook} itself, and are the same on every machine. Pure; total for sound terms.
 */
public final class Examples {
  public static final int COUNT = 10;
  static final UUID HOST = new UUID(0, 1);
  static final UUID HOME = new UUID(0, 2);
  static final UUID MEMBER = new UUID(0, 3);
  private static final UUID AGREEMENT = new UUID(0, 4);
  private static final int LETTER_GUESTS = 60;
  private static final int TRIES = 40;
  private static final int FEES_MAX = 3;
  private static final int ADULT = 40;
  private static final int CHILD = 16;
  private static final LocalTime NOON = LocalTime.NOON;
  private static final LocalDate EARLIEST = LocalDate.of(1000, 1, 1);
  private static final LocalDate LATEST = LocalDate.of(9000, 1, 1);

  private final TermsVersion version;
  private final List<Example> chosen = new ArrayList<>();
  private final Set<Object> seen = new HashSet<>();

  private Examples(TermsVersion version) {
    this.version = version;
  }

  /** Ten examples, no two of the same visit, of terms that are sound. */
  public static List<Example> of(TermsVersion version) {
    var examples = new Examples(version);
    var ordinary = examples.ordinary();
    examples.add("ORDINARY", ordinary);
    for (var edge : new ExampleEdges(version.terms(), version.period(), ordinary).all()) {
      examples.edge(edge);
    }
    examples.pad(ordinary);
    return List.copyOf(examples.chosen);
  }

  /** A member for whom everything is as the terms ask, at the first time when the door is open. */
  private Inputs ordinary() {
    var effective = version.period().effective();
    var first = effective.isBefore(EARLIEST) ? EARLIEST : effective.isAfter(LATEST) ? LATEST : effective;
    var opening = version.terms().opening();
    int tried = 0;
    for (int i = 0; i < Rulebook.HORIZON_DAYS && tried < TRIES; i++) {
      var day = first.plusDays(i);
      var time = time(opening, day);
      boolean open = opening.seasons().isEmpty() || Clauses.inSeason(opening.seasons(), day);
      if (time != null && open && !Clauses.blackedOut(opening.blackouts(), day.toEpochDay())) {
        var inputs = at(day.atTime(time).toInstant(ZoneOffset.UTC));
        if (Rulebook.decide(inputs) instanceof Decision.Admitted) {
          return inputs;
        }
        tried++;
      }
    }
    return at(first.atTime(NOON).toInstant(ZoneOffset.UTC));
  }

  /** When visitors are admitted first on a day; {@code null}: not at all. */
  private static @Nullable LocalTime time(Opening opening, LocalDate day) {
    return opening.hours().isEmpty()
        ? NOON
        : opening.hours().stream().filter(window -> window.days().contains(day.getDayOfWeek()))
            .map(Opening.Window::from).min(Comparator.naturalOrder()).orElse(null);
  }

  private Inputs at(Instant at) {
    var terms = version.terms();
    var coverage = terms.coverage();
    var day = LocalDate.ofInstant(at, ZoneOffset.UTC);
    var standing = new Standing.Known(MEMBER, Standing.Status.ACTIVE,
        first(coverage.membershipClasses(), "REGULAR"), null,
        (Needs.of(terms) & Needs.LETTER) != 0 ? new Standing.Letter(day, null, LETTER_GUESTS) : null);
    var clubs = new Clubs(new Clubs.Club(HOST, Clubs.Status.ACTIVE),
        new Clubs.Club(HOME, Clubs.Status.ACTIVE, first(coverage.homeTiers(), "")), ZoneOffset.UTC);
    var far = new Circumstances.Nearness(Integer.MAX_VALUE, false, Circumstances.Lives.ABROAD);
    var request = new Request(at, first(coverage.facilities(), ""), List.of(), 0, particulars(at));
    return new Inputs(new Agreed.Signed(AGREEMENT, Agreed.Force.LIVE, version), Bylaws.NONE, clubs, standing,
        History.NONE, Circumstances.NONE.with(far), request);
  }

  /** Shows whatever is asked for, and is announced as late as is early enough. */
  private Request.Particulars particulars(Instant at) {
    Set<Entry.Document> documents = new HashSet<>();
    version.terms().entry().documents().forEach(documents::addAll);
    var booking = version.terms().entry().booking();
    if (booking == null) {
      return Request.Particulars.NONE.withDocuments(documents.toArray(Entry.Document[]::new));
    }
    int days = Objects.requireNonNullElse(booking.latestDays(), 0);
    var booked = at.minusSeconds(days * Moment.DAY_SECONDS);
    return Request.Particulars.NONE.withDocuments(documents.toArray(Entry.Document[]::new)).bookedAt(booked);
  }

  static String first(Set<String> names, String otherwise) {
    return names.isEmpty() ? otherwise : new TreeSet<>(names).first();
  }

  /**
   * Only what it is meant to show: an edge that lies behind another is no example of itself. One of each is
   * enough, but what a visit costs has several faces, as far as they differ.
   */
  private void edge(ExampleEdges.Edge edge) {
    int most = edge.code() == Code.ADMITTED ? FEES_MAX : 1;
    long same = chosen.stream().filter(
        each -> each.shows().equals(edge.shows()) && each.decision().verdict().code() == edge.code()).count();
    var verdict = Rulebook.decide(edge.inputs()).verdict();
    if (same < most && chosen.size() < COUNT && verdict.code() == edge.code() && isNews(edge, verdict)) {
      add(edge.shows(), edge.inputs());
    }
  }

  /** What was charged before is no example of another price. */
  private boolean isNews(ExampleEdges.Edge edge, Verdict verdict) {
    return !edge.shows().equals(ExampleEdges.FEE) || chosen.stream()
        .noneMatch(each -> Objects.equals(told(each.decision().verdict()), told(verdict)));
  }

  private static Verdict.@Nullable Charge told(Verdict verdict) {
    var fee = verdict.fee();
    return fee == null ? null : fee.told();
  }

  private void add(String shows, Inputs inputs) {
    if (chosen.size() < COUNT && seen.add(visit(inputs))) {
      var decision = Rulebook.decide(inputs);
      chosen.add(new Example(shows, inputs, decision, ExampleWords.sentence(inputs, decision.verdict())));
    }
  }

  /** What makes a visit another one. */
  private static Object visit(Inputs inputs) {
    return List.of(inputs.request(), inputs.standing(), inputs.clubs(), inputs.circumstances().occupancy(),
        inputs.circumstances().nearness(), inputs.circumstances().homeClosed(), inputs.history().uses());
  }

  /** Ordinary visits of parties of ever more, so that there are always ten. */
  private void pad(Inputs ordinary) {
    var relations = Relation.values();
    for (int i = 0; chosen.size() < COUNT; i++) {
      var guests = new Guest[i / relations.length + 1];
      Arrays.fill(guests, new Guest(ADULT, Relation.FRIEND));
      var relation = relations[i % relations.length];
      guests[0] = new Guest(relation == Relation.CHILD ? CHILD : ADULT, relation);
      add("PARTY", ordinary.with(ordinary.request().withGuests(guests)));
    }
  }
}
