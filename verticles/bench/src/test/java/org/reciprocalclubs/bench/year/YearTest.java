package org.reciprocalclubs.bench.year;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRefused;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitOpened;
import org.reciprocalclubs.reciprocal.rules.Canonical;
import org.reciprocalclubs.reciprocal.rules.CanonicalInputs;
import org.reciprocalclubs.reciprocal.rules.Rulebook;
import org.reciprocalclubs.reciprocal.rules.Use;

final class YearTest {
  private static final int CLUBS = 12;
  private static final int MEMBERS = 20;
  private static final int CHECK_INS = 12_000;
  private static final LocalDate LAST = LocalDate.of(2026, 11, 28);
  private static final long SEED = 7;

  @TempDir
  Path directory;
  private final Census census = census();
  private final Map<Table, List<CopyReader.Row>> rows = new HashMap<>();

  @BeforeEach
  void makeYear() throws Exception {
    var year = new Year(census, LAST, CHECK_INS, 1, SEED);
    for (int day = 0; day < Year.DAYS; day++) {
      year.day(day, directory);
      read(Table.EVENT, Table.VISIT, Table.DECISION, Table.NOTICE);
    }
    long micros = LAST.plusDays(1).atTime(12, 0).toEpochSecond(ZoneOffset.UTC) * 1_000_000;
    year.end(List.of(new Year.Guest(1, 2, micros), new Year.Guest(13, 3, micros + 1)), directory);
    read(Table.values());
  }

  private void read(Table... tables) throws Exception {
    for (var table : tables) {
      rows.computeIfAbsent(table, _ -> new ArrayList<>()).addAll(CopyReader.rows(table.file(directory)));
    }
  }

  private List<CopyReader.Row> of(Table table) {
    return Objects.requireNonNull(rows.get(table));
  }

  @Test
  void whatIsUsedUpIsWhatWasVisited() {
    Map<List<UUID>, List<Long>> visited = new LinkedHashMap<>();
    for (var visit : of(Table.VISIT)) {
      visited.computeIfAbsent(List.of(visit.uuid(1), visit.uuid(3)), _ -> new ArrayList<>())
          .add(visit.at(12).getLong());
    }
    Map<List<UUID>, List<Long>> used = new HashMap<>();
    int open = 0;
    for (var quota : of(Table.QUOTA)) {
      used.put(List.of(quota.uuid(0), quota.uuid(1)), quota.int8s(4));
      open += quota.fields().get(3) == null ? 0 : 1;
    }
    assertThat(used).isEqualTo(visited);
    assertThat(open).isEqualTo(2);
  }

  @Test
  void nobodyComesMoreOftenThanTheTermsAllowNorToTwoClubsOnADay() {
    Map<List<Object>, Integer> months = new HashMap<>();
    Set<List<Object>> days = new HashSet<>();
    for (var visit : of(Table.VISIT)) {
      var use = Use.unpacked(visit.at(12).getLong());
      var day = LocalDate.ofEpochDay(use.day());
      assertThat(visit.at(11).getInt()).isEqualTo(use.day());
      assertThat(days.add(List.of(visit.uuid(3), day))).isTrue();
      if (!day.isAfter(LAST)) {
        months.merge(List.of(visit.uuid(1), visit.uuid(3), day.withDayOfMonth(1)), 1, Integer::sum);
      }
    }
    assertThat(months.values()).allMatch(count -> count <= BenchTerms.MONTH - 1);
  }

  @Test
  void everyVerdictIsTheSameWhenItIsDecidedAgainOnWhatWasKept() throws Exception {
    Map<UUID, byte[]> kept = new HashMap<>();
    of(Table.DECISION).forEach(decision -> kept.put(decision.uuid(0), decision.at(4).array()));
    int refused = 0;
    int decided = 0;
    for (var event : of(Table.EVENT)) {
      if (event.at(4).getInt() == 1 && kept.containsKey(event.uuid(3))) {
        var verdict = verdict(event);
        var inputs = kept.get(event.uuid(3));
        var again = Rulebook
            .decide(CanonicalInputs.read(inputs, hash -> BenchTerms.TERMS)).verdict();
        assertThat(Canonical.hash(inputs)).isEqualTo(verdict.getInputsHash());
        assertThat(again.code().name()).isEqualTo(verdict.getCode().name());
        assertThat(Objects.requireNonNull(again.left()).month()).isEqualTo(verdict.getLeft().getMonth());
        refused += verdict.getCode() == Verdict.Code.MEMBER_SUSPENDED ? 1 : 0;
        decided++;
      }
    }
    assertThat(decided).isEqualTo(kept.size()).isGreaterThan(CHECK_INS * 9 / 10);
    assertThat(refused * 10.0 / decided).isBetween(0.8, 1.2);
    assertThat(of(Table.VISIT)).hasSize(decided - refused);
  }

  private static Verdict verdict(CopyReader.Row event) throws Exception {
    return event.text(5).endsWith("VisitOpened")
        ? VisitOpened.parseFrom(event.at(8).array()).getVerdict()
        : CheckInRefused.parseFrom(event.at(8).array()).getVerdict();
  }

  @Test
  void eventsStandInTheOrderOfTheFeedAndEachVersionOfAStreamOnce() {
    long last = 0;
    Set<List<Object>> places = new HashSet<>();
    for (var event : of(Table.EVENT)) {
      long place = event.at(1).getLong() << 40 | event.at(0).getLong();
      assertThat(place).isGreaterThan(last);
      last = place;
      assertThat(places.add(List.of(event.uuid(3), event.at(4).getInt()))).isTrue();
    }
    assertThat(last >>> 40).isEqualTo(Year.lastXid());
  }

  @Test
  void theSameSeedMakesTheSameYear() throws Exception {
    Files.createDirectories(directory.resolve("again"));
    Files.createDirectories(directory.resolve("other"));
    var again = new Year(census, LAST, CHECK_INS, 1, SEED);
    var other = new Year(census, LAST, CHECK_INS, 1, SEED + 1);
    again.day(0, directory.resolve("again"));
    other.day(0, directory.resolve("other"));
    var year = new Year(census, LAST, CHECK_INS, 1, SEED);
    year.day(0, directory);
    for (var table : List.of(Table.EVENT, Table.VISIT, Table.DECISION, Table.NOTICE)) {
      assertThat(table.file(directory)).hasSameBinaryContentAs(table.file(directory.resolve("again")));
    }
    assertThat(Files.mismatch(Table.VISIT.file(directory), Table.VISIT.file(directory.resolve("other"))))
        .isNotNegative();
  }

  /** Every club with every other; one member in ten is suspended. */
  private static Census census() {
    List<Census.Club> clubs = new ArrayList<>();
    List<Census.Member> members = new ArrayList<>();
    List<Census.Pact> pacts = new ArrayList<>();
    for (int club = 0; club < CLUBS; club++) {
      clubs.add(new Census.Club(new UUID(1, club), "Club " + club, ZoneId.of("Europe/London"),
          new UUID(2, club)));
      for (int partner = 0; partner < club; partner++) {
        pacts.add(new Census.Pact(club, partner, new UUID(3, club * CLUBS + partner), 1,
            Canonical.hash(Canonical.terms(BenchTerms.TERMS)), LAST.minusYears(2)));
      }
    }
    for (int number = 0; number < MEMBERS * CLUBS; number++) {
      var id = new UUID(4, number);
      members
          .add(new Census.Member(id, number % CLUBS, id, "" + number, "REGULAR", number % 10 != 0));
    }
    return new Census(clubs, members, pacts);
  }
}
