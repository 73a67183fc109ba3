package org.reciprocalclubs.kit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ValuesTest {
  @Test
  void a_position_is_read_as_it_was_written() {
    var position = new Position("0a1b", 812, 184_321);
    assertThat(position).hasToString("0a1b:812.184321");
    assertThat(Position.parse("0a1b:812.184321")).contains(position);
    for (String bad : List.of("", "a:1", "A:1.1", "a:1.x", "a:-1.1", "a:1.1 ", "a:1.9999999999999999999")) {
      assertThat(Position.parse(bad)).as(bad).isEmpty();
    }
  }

  @Test
  void positions_are_ordered_by_transaction_then_sequence_within_an_epoch_only() {
    var position = new Position("a", 5, 10);
    assertThat(new Position("a", 5, 11).isAfter(position)).isTrue();
    assertThat(new Position("a", 6, 1).isAfter(position)).isTrue();
    assertThat(new Position("a", 5, 10).isAfter(position)).isFalse();
    assertThat(new Position("b", 9, 99).isAfter(position)).isFalse();
    assertThat(position.isAfter(Position.start("a"))).isTrue();
  }

  @Test
  void ids_are_version_7_unique_and_rise() {
    var seen = new HashSet<UUID>();
    UUID last = Ids.uuid7();
    for (int i = 0; i < 20_000; i++) {
      UUID next = Ids.uuid7();
      assertThat(next.toString()).isGreaterThan(last.toString());
      seen.add(next);
      last = next;
    }
    assertThat(seen).hasSize(20_000);
    assertThat(last.version()).isEqualTo(7);
    assertThat(last.variant()).isEqualTo(2);
    assertThat(Duration.ofMillis(Math.abs(Ids.millis(last) - System.currentTimeMillis())))
        .isLessThan(Duration.ofMinutes(1));
    assertThatThrownBy(() -> Ids.millis(UUID.randomUUID())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void scopes_refuse_what_is_no_club() {
    assertThatThrownBy(() -> Scope.club(NewEvent.EVERY_CLUB)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Scope(null, Ids.uuid7())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void settings_refuse_nonsense_and_keep_passwords_to_themselves() {
    var server = StoreSettings.Server.tcp("db", 5432, "clubs");
    assertThat(StoreSettings.of(server, Map.of(StoreRole.APP, "geheim")).toString()).doesNotContain("geheim");
    var second = Duration.ofSeconds(1);
    List<Runnable> nonsense = List.of(() -> StoreSettings.of(server, Map.of(StoreRole.OWNER, "x")),
        () -> new StoreSettings.Server(List.of(), 5432, "clubs", Optional.empty()),
        () -> StoreSettings.Server.tcp("db", 0, "clubs"), () -> StoreSettings.Server.tcp("db", 5432, " "),
        () -> new StoreSettings.Pools(0, 1, 1, 1, 2), () -> new StoreSettings.Pools(1, 1, 1, 1, 1),
        () -> new StoreSettings.Timeouts(Duration.ZERO, second, second, second, second),
        () -> new StoreSettings.Timeouts(second, second.plusMillis(1), second, second, second),
        () -> new StoreSettings.Lease(second, second),
        () -> new StoreSettings.JobLimits(1, second, 0, second),
        () -> new StoreSettings.Feed(10, 9, second, second, second, StoreSettings.GiveWay.defaults()),
        () -> new StoreSettings.GiveWay(0, 10, second, second),
        () -> new StoreSettings.GiveWay(80, 0, second, second),
        () -> new StoreSettings.Background(StoreSettings.Feed.defaults(), StoreSettings.Lease.defaults(),
            StoreSettings.JobLimits.defaults(), Duration.ZERO));
    assertThat(nonsense)
        .allSatisfy(each -> assertThatThrownBy(each::run).isInstanceOf(IllegalArgumentException.class));
  }
}
