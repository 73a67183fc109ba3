package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.reciprocal.Visited.Stage;
import org.reciprocalclubs.reciprocal.rules.Circumstances.Occupancy;
import org.reciprocalclubs.reciprocal.rules.History;
import org.reciprocalclubs.reciprocal.rules.Use;

/**
 * What one scan can have seen of the visits before it: all that was certain, and nothing that was impossible.
 * Where nothing changed meanwhile, both are the same. Of a scan that is told later, what was the case then.
 */
final class Sight {
  private static final Duration STAY_LOOKED_FOR = Duration.ofDays(31);

  private final Entered entered;
  private final Collection<Visited> visits;
  private final Instant at;

  /** @param visits that stand in the feed before it */
  Sight(Entered entered, Collection<Visited> visits) {
    this.entered = entered;
    this.visits = visits;
    this.at = entered.at();
  }

  /** The history at the host. */
  History history(History seen) {
    uses(seen.uses(), visit -> visit.at().equals(entered.who()));
    open(seen.openVisit());
    return seen;
  }

  /** What was used at all hosts. */
  History everywhere(History seen) {
    uses(seen.uses(), visit -> visit.at().member().equals(entered.who().member()));
    return History.of(seen.uses(), null);
  }

  private void uses(List<Use> seen, Predicate<Visited> whose) {
    List<Use> certain = new ArrayList<>();
    List<Use> possible = new ArrayList<>();
    for (var visit : visits) {
      if (whose.test(visit)) {
        var stages = visit.stages(entered.span());
        if (stages.stream().allMatch(Stage::stands)) {
          certain.add(visit.use());
        }
        if (stages.stream().anyMatch(Stage::stands)) {
          possible.add(visit.use());
        }
      }
    }
    assertThat(less(certain, seen)).as("lost uses, seen by %s", entered).isEmpty();
    assertThat(less(seen, possible)).as("uses of no visit, seen by %s", entered).isEmpty();
  }

  private static <T> List<T> less(List<T> all, List<T> without) {
    var rest = new ArrayList<>(all);
    without.forEach(rest::remove);
    return rest;
  }

  private void open(@Nullable UUID seen) {
    var here = visits.stream().filter(visit -> visit.at().equals(entered.who())).toList();
    if (seen != null) {
      assertThat(here.stream().filter(visit -> may(visit, this::open)).map(Visited::id))
          .as("open visits, of which %s saw one", entered).contains(seen);
    } else if (entered.late() || here.stream().noneMatch(visit -> visit.twiceAmong(here))) {
      assertThat(here.stream().filter(visit -> must(visit, this::open)).map(Visited::id))
          .as("open visits, of which %s saw none", entered).isEmpty();
    }
  }

  private boolean open(Visited visit, Stage stage) {
    return entered.late() ? !visit.opened().isAfter(at) && stage.lastsAt(at) : stage.inside();
  }

  /** Heads of the house. */
  Occupancy occupancy(Occupancy seen) {
    heads(seen.today(), false, this::today);
    heads(seen.todayOfHome(), true, this::today);
    heads(seen.inside(), false, this::inside);
    heads(seen.insideOfHome(), true, this::inside);
    return seen;
  }

  private boolean today(Visited visit, Stage stage) {
    var day = LocalDate.ofInstant(at, SmallWorld.ZONE);
    var midnight = day.atStartOfDay(SmallWorld.ZONE).toInstant();
    var next = day.plusDays(1).atStartOfDay(SmallWorld.ZONE).toInstant();
    return stage.stands() && !visit.opened().isBefore(midnight)
        && (!entered.late() || visit.opened().isBefore(next));
  }

  private boolean inside(Visited visit, Stage stage) {
    return open(visit, stage)
        && (!entered.late() || !visit.opened().isBefore(at.minus(STAY_LOOKED_FOR)));
  }

  private void heads(int seen, boolean ofHome, BiPredicate<Visited, Stage> counts) {
    var here = visits.stream().filter(visit -> visit.at().host().equals(entered.who().host())
        && (!ofHome || visit.home().equals(entered.home()))).toList();
    int certain = here.stream().filter(visit -> must(visit, counts)).mapToInt(Visited::heads).sum();
    int possible = here.stream().filter(visit -> may(visit, counts)).mapToInt(Visited::heads).sum();
    assertThat(seen).as("heads seen by %s", entered).isBetween(certain, possible);
  }

  private boolean must(Visited visit, BiPredicate<Visited, Stage> holds) {
    return visit.stages(entered.span()).stream().allMatch(stage -> holds.test(visit, stage));
  }

  private boolean may(Visited visit, BiPredicate<Visited, Stage> holds) {
    return visit.stages(entered.span()).stream().anyMatch(stage -> holds.test(visit, stage));
  }
}
