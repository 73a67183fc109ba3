package org.reciprocalclubs.bench.year;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.bench.year.Attendance.Coming;
import org.reciprocalclubs.reciprocal.rules.Agreed;
import org.reciprocalclubs.reciprocal.rules.Clubs;
import org.reciprocalclubs.reciprocal.rules.History;
import org.reciprocalclubs.reciprocal.rules.Inputs;
import org.reciprocalclubs.reciprocal.rules.Period;
import org.reciprocalclubs.reciprocal.rules.Request;
import org.reciprocalclubs.reciprocal.rules.Standing;
import org.reciprocalclubs.reciprocal.rules.TermsVersion;
import org.reciprocalclubs.reciprocal.rules.Use;

/**
 * Writes a year day by day, then those who are inside at its end, then what everybody has used. Each step
 * fills the files of {@link Table} in a directory, for the caller to load before the next. Not thread-safe.
 */
public final class Year {
  public static final int DAYS = 365;
  /** Transactions of the year, one a day, come before any of the platform's own. */
  static final long FIRST_XID = 3;
  private static final long MICROS_PER_SECOND = 1_000_000;
  /** Of so many who leave, one has paid nothing in the house. */
  private static final int FREE_EACH = 3;
  private static final int COST_LEAST_MINOR = 1_500;
  private static final int COST_MINOR = 12_000;
  private static final String CURRENCY = "GBP";

  private final Census census;
  private final List<Map<Integer, Census.Pact>> partners;
  private final Uses uses;
  private final Attendance attendance;
  private final Stamps stamps;
  private final LocalDate first;
  private final long checkIns;
  private long done;
  private long visits;
  private long seq;

  /**
   * @param last the last local day
   * @param checkIns how many there are to be, those who are refused included
   * @param seq of the first event
   */
  public Year(Census census, LocalDate last, long checkIns, long seq, long seed) {
    BenchTerms.require(census);
    this.census = census;
    this.partners = census.partners();
    this.uses = new Uses(census.members().size(), Attendance.HOSTS);
    this.attendance = new Attendance(census, uses, seed);
    this.stamps = new Stamps(seed);
    this.first = last.minusDays(DAYS - 1);
    this.checkIns = checkIns;
    this.seq = seq;
  }

  /** Whom to let in, and not out again. */
  public record Guest(int member, int host, long micros) {}

  /** Visits so far. */
  public long visits() {
    return visits;
  }

  /** The number of the next event. */
  public long nextSeq() {
    return seq;
  }

  /** The last transaction's number that any event of the year has. */
  public static long lastXid() {
    return FIRST_XID + DAYS;
  }

  /** One day's rows; what an earlier day fell short of comes on top. */
  public void day(int number, Path directory) throws IOException {
    var day = first.plusDays(number);
    var coming = attendance.day(day, (int) (checkIns * (number + 1) / DAYS - done));
    done += coming.size();
    try (var rows = new Rows(directory, stamps, FIRST_XID + number, seq)) {
      for (var moment : moments(day, coming)) {
        if (moment.leaving == null) {
          enter(rows, day, moment);
        } else {
          rows.closed(moment.party, moment.leaving);
        }
      }
      seq = rows.nextSeq();
    }
  }

  /**
   * Rows of those who are still inside, which come after all days, and of what everybody has used.
   *
   * @param guests in the order in which they came, each once
   */
  public void end(List<Guest> guests, Path directory) throws IOException {
    Map<List<Integer>, Inside> inside = new LinkedHashMap<>();
    try (var rows = new Rows(directory, stamps, lastXid(), seq)) {
      for (var guest : guests) {
        inside.put(List.of(guest.member(), guest.host()), enter(rows, guest));
      }
      seq = rows.nextSeq();
    }
    try (var quotas = new CopyFile(Table.QUOTA.file(directory))) {
      for (int pair = 0; pair < uses.pairs(); pair++) {
        int member = uses.member(pair);
        int host = attendance.host(member, uses.rank(pair));
        quota(quotas, member, host, inside.remove(List.of(member, host)), uses.of(member, uses.rank(pair)));
      }
      for (var first : inside.entrySet()) {
        quota(quotas, first.getKey().getFirst(), first.getKey().getLast(), first.getValue(), new long[0]);
      }
    }
  }

  private record Inside(UUID visit, Use use) {}

  private Inside enter(Rows rows, Guest guest) throws IOException {
    var party = party(guest.micros(), guest.host(), census.members().get(guest.member()));
    int rank = attendance.rank(guest.member(), guest.host());
    var decided = decide(party, guest.micros(), rank < 0 ? new long[0] : uses.of(guest.member(), rank));
    if (!decided.admitted()) {
      throw new IllegalArgumentException("Who is inside was not admitted: " + decided.verdict());
    }
    var use = Use.ofDay((int) LocalDate.ofInstant(instant(guest.micros()), party.host().zone()).toEpochDay());
    rows.opened(party, guest.micros(), decided, use, null);
    visits++;
    return new Inside(party.scan(), use);
  }

  private void quota(CopyFile quotas, int member, int host, @Nullable Inside inside, long[] used)
      throws IOException {
    var who = census.members().get(member);
    var all = used;
    if (inside != null) {
      all = Arrays.copyOf(used, used.length + 1);
      all[used.length] = inside.use.packed();
    }
    quotas.row(Table.QUOTA.fields()).uuid(census.clubs().get(host).id()).uuid(who.id())
        .uuid(census.clubs().get(who.club()).id()).uuid(inside == null ? null : inside.visit).int8s(all);
  }

  /** Something that happens: somebody comes, or leaves. */
  private record Moment(long micros, Coming coming, Rows.Party party, Rows.@Nullable Leaving leaving,
      Rows.@Nullable Leaving later) {}

  private List<Moment> moments(LocalDate day, List<Coming> coming) {
    List<Moment> moments = new ArrayList<>(2 * coming.size());
    for (var each : coming) {
      var member = census.members().get(each.member());
      int place = attendance.host(each.member(), each.rank());
      var host = census.clubs().get(place);
      long micros = day.atStartOfDay(host.zone()).plusSeconds(each.second()).toEpochSecond()
          * MICROS_PER_SECOND + stamps.below((int) MICROS_PER_SECOND);
      var party = party(micros, place, member);
      var leaving = new Rows.Leaving(micros + each.staySeconds() * MICROS_PER_SECOND,
          stamps.below(FREE_EACH) == 0 ? null : COST_LEAST_MINOR + stamps.below(COST_MINOR), CURRENCY);
      moments.add(new Moment(micros, each, party, null, leaving));
      if (member.active()) {
        moments.add(new Moment(leaving.micros(), each, party, leaving, null));
      }
    }
    moments.sort(Comparator.comparingLong(Moment::micros));
    return moments;
  }

  private Rows.Party party(long micros, int host, Census.Member member) {
    var pact = partners.get(member.club()).get(host);
    if (pact == null) {
      throw new IllegalArgumentException("A visitor without an agreement");
    }
    return new Rows.Party(stamps.at(micros), census.clubs().get(host), census.clubs().get(member.club()),
        member, pact);
  }

  private void enter(Rows rows, LocalDate day, Moment moment) throws IOException {
    var coming = moment.coming;
    var used = uses.of(coming.member(), coming.rank());
    var decided = decide(moment.party, moment.micros, used);
    if (decided.admitted()) {
      var use = Use.ofDay((int) day.toEpochDay());
      uses.add(coming.member(), coming.rank(), use);
      rows.opened(moment.party, moment.micros, decided, use, moment.later);
      visits++;
    } else {
      rows.refused(moment.party, moment.micros, decided);
    }
  }

  private static Verdicts.Decided decide(Rows.Party party, long micros, long[] used) {
    var pact = party.pact();
    var agreed = new Agreed.Signed(pact.id(), Agreed.Force.LIVE, new TermsVersion(pact.termsVersion(),
        pact.termsHash(), BenchTerms.TERMS, Period.from(pact.effective())));
    var clubs = new Clubs(new Clubs.Club(party.host().id(), Clubs.Status.ACTIVE),
        new Clubs.Club(party.home().id(), Clubs.Status.ACTIVE), party.host().zone());
    var standing = new Standing.Known(party.member().id(),
        party.member().active() ? Standing.Status.ACTIVE : Standing.Status.SUSPENDED,
        party.member().membershipClass(), null);
    var history = History.of(Arrays.stream(used).mapToObj(Use::unpacked).toList(), null);
    var request = new Request(instant(micros), Rows.FACILITY, List.of(), 0);
    return Verdicts.decide(new Inputs(agreed, clubs, standing, history, request), micros);
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
