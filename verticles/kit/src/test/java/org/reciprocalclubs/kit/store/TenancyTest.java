package org.reciprocalclubs.kit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.kit.store.TestDatabase.await;

import com.google.protobuf.StringValue;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TenancyTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("demo");
  private static final String COUNT = "select count(*) from kit.event where stream = $1";
  private final UUID club = Ids.uuid7();
  private final UUID other = Ids.uuid7();
  private final UUID stream = Ids.uuid7();

  private long seenBy(Scope scope) {
    return DATABASE.store().read(scope, tx -> tx.one(COUNT, stream).orElseThrow().getLong(0));
  }

  @Test
  void another_clubs_events_do_not_exist_with_any_club_and_without() {
    DATABASE.store().perform(Scope.club(club), tx -> tx.append(stream, 0, Sample.event(club, "mine")));
    assertThat(seenBy(Scope.club(club))).isEqualTo(1);
    assertThat(seenBy(Scope.person(club, Ids.uuid7()))).isEqualTo(1);
    assertThat(seenBy(Scope.club(other))).isZero();
    assertThat(seenBy(Scope.federation(Ids.uuid7()))).isZero();
    assertThat(seenBy(Scope.nobody())).isZero();
  }

  @Test
  void an_event_between_two_clubs_is_seen_by_both_and_by_no_third() {
    DATABASE.store()
        .perform(Scope.club(club),
            tx -> tx.append(stream, 0,
                NewEvent.between(club, other, StringValue.of("ours"), EventMeta.NONE)));
    assertThat(seenBy(Scope.club(club))).isEqualTo(1);
    assertThat(seenBy(Scope.club(other))).isEqualTo(1);
    assertThat(seenBy(Scope.club(Ids.uuid7()))).isZero();
  }

  @Test
  void an_event_for_every_club_is_seen_by_every_club_but_not_by_nobody() {
    DATABASE.store()
        .perform(Scope.club(club),
            tx -> tx.append(stream, 0, NewEvent.toEveryClub(club, StringValue.of("all"), EventMeta.NONE)));
    assertThat(seenBy(Scope.club(other))).isEqualTo(1);
    assertThat(seenBy(Scope.nobody())).isZero();
  }

  @Test
  void nobody_appends_in_the_name_of_another_club() {
    for (Scope scope : new Scope[]{Scope.club(other), Scope.nobody()}) {
      assertThatThrownBy(
          () -> DATABASE.store().perform(scope, tx -> tx.append(stream, 0, Sample.event(club, "forged"))))
          .isInstanceOfSatisfying(StoreFailed.class,
              refused -> assertThat(refused.sqlState()).isEqualTo("42501"));
    }
    assertThatThrownBy(() -> DATABASE.store()
        .perform(Scope.nobody(),
            tx -> tx.append(stream, 0, NewEvent.toEveryClub(club, StringValue.of("all"), EventMeta.NONE))))
        .isInstanceOf(StoreFailed.class);
  }

  @Test
  void what_happened_cannot_be_changed_or_removed() {
    DATABASE.store().perform(Scope.club(club), tx -> tx.append(stream, 0, Sample.event(club, "mine")));
    for (String sql : new String[]{"update kit.event set type = 'x' where stream = $1",
        "delete from kit.event where stream = $1"}) {
      assertThatThrownBy(() -> DATABASE.store().perform(Scope.club(club), tx -> tx.query(sql, stream)))
          .isInstanceOf(StoreFailed.class);
    }
    assertThat(seenBy(Scope.club(club))).isEqualTo(1);
  }

  @Test
  void the_club_of_a_transaction_never_leaks_through_the_pool() {
    var one = new StoreSettings.Pools(1, 1, 1, 8, 16);
    Store store = Store.open(DATABASE.vertx(), DATABASE.settings().with(one));
    String setting = "select coalesce(current_setting('app.club', true), '') || pg_backend_pid()";
    var inside = store.transact(Scope.club(club), tx -> tx.one(setting).orElseThrow().getString(0));
    assertThatThrownBy(() -> store.perform(Scope.club(club), tx -> {
      throw new IllegalStateException("changed my mind");
    })).isInstanceOf(IllegalStateException.class);
    var after = await(store.appPool().query(setting).execute()).iterator().next().getString(0);
    assertThat(inside).isEqualTo(club + after);
    await(store.close());
  }

  @Test
  void scope_and_statement_share_one_round_trip() {
    try (var proxy = new CountingProxy(DATABASE.vertx(), DATABASE.settings().server().port())) {
      var there = StoreSettings.Server.tcp("127.0.0.1", proxy.port(),
          DATABASE.settings().server().database());
      Store store = Store.open(DATABASE.vertx(),
          StoreSettings.of(there, TestDatabase.passwords()).with(new StoreSettings.Pools(1, 1, 1, 8, 16)));
      for (int warm = 0; warm < 2; warm++) {
        await(store.fetch(Scope.club(club), COUNT, stream));
        store.perform(Scope.club(club), tx -> tx.query(COUNT, stream));
      }
      proxy.trips();
      await(store.fetch(Scope.club(club), COUNT, stream));
      assertThat(proxy.trips()).isEqualTo(1);
      store.perform(Scope.club(club), tx -> tx.query(COUNT, stream));
      assertThat(proxy.trips()).as("work, then COMMIT").isEqualTo(2);
      await(store.close());
    }
  }

  @Test
  void a_desk_batch_costs_two_round_trips() {
    try (var proxy = new CountingProxy(DATABASE.vertx(), DATABASE.settings().server().port())) {
      var there = StoreSettings.Server.tcp("127.0.0.1", proxy.port(),
          DATABASE.settings().server().database());
      Store store = Store.open(DATABASE.vertx(), StoreSettings.of(there, TestDatabase.passwords()));
      DeskConnection desk = await(store.desk());
      for (int batch = 0; batch < 3; batch++) {
        proxy.trips();
        await(desk.begin("select set_config('app.club', $1, true)", Tuple.of(club.toString())));
        await(desk.commit("insert into demo.effect (club, event) values ($1, $2)", Tuple.of(club, stream)));
      }
      assertThat(proxy.trips()).isEqualTo(2);
      assertThat(DATABASE.count("select count(*) from demo.effect where event = $1", stream)).isEqualTo(3);
      await(desk.close());
      await(store.close());
    }
  }
}
