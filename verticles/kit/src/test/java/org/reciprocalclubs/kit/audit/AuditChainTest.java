package org.reciprocalclubs.kit.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.kit.store.TestDatabase.await;

import com.google.protobuf.StringValue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.codecs.audit.v1.AuditChainSealed;
import org.reciprocalclubs.codecs.kit.v1.PageRequest;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.CallOrigin;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Recorder;
import org.reciprocalclubs.kit.store.EventFeed;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.EventTail;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Leases;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Paging;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.StoreFailed;
import org.reciprocalclubs.kit.store.StoreRole;
import org.reciprocalclubs.kit.store.TestDatabase;

/** On a real PostgreSQL: what is chained, what the app role cannot do, and what an audit finds. */
class AuditChainTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("demo");
  private static final Codecs CONTRACT = Codecs.contract();
  private final UUID club = Ids.uuid7();
  private final UUID other = Ids.uuid7();
  private final UUID clerk = Ids.uuid7();
  private Store store;
  private EventTail tail;
  private Leases leases;
  private EventFeed feed;

  @BeforeEach
  void follow() {
    store = Store.open(DATABASE.vertx(), DATABASE.settings());
    tail = await(EventTail.start(store));
    leases = Leases.start(store);
    feed = EventFeed.start(store, tail, leases, new SimpleMeterRegistry());
    await(feed.follow(AuditChain.FOLLOWER, EventFeed.ALL, 20, new AuditChain(CONTRACT)));
  }

  /** What a test has spoilt does not stay for the next. */
  @AfterEach
  void clear() {
    await(feed.unfollow(AuditChain.FOLLOWER));
    DATABASE
        .admin("truncate kit.audit_chain, kit.audit_entry, kit.audit_subject, kit.event, kit.event_detail");
    await(tail.stop());
    await(leases.stop());
    await(store.close());
  }

  private CallContext call(UUID ofClub) {
    var caller = new Caller(Caller.Kind.PERSON, clerk, ofClub, null, Ids.uuid7(), Set.of("member.read"),
        Set.of("staff"));
    return CallContext.of(caller).from(new CallOrigin("192.0.2.77", "curl/8.0"));
  }

  private UUID happen(UUID ofClub, String text) {
    var event = NewEvent.of(ofClub, StringValue.of(text), EventMeta.of(call(ofClub)));
    var stream = Ids.uuid7();
    store.perform(Scope.club(ofClub), tx -> tx.append(stream, 0, event));
    return stream;
  }

  private void chained(long entries) throws InterruptedException {
    for (int i = 0; i < 200 && count() < entries; i++) {
      Thread.sleep(50);
    }
    assertThat(count()).isEqualTo(entries);
  }

  private long count() {
    return DATABASE.count("select count(*) from kit.audit_entry where club in ($1, $2)", club, other);
  }

  private List<ChainFinding> audit() {
    var findings = new ArrayList<ChainFinding>();
    var options = DATABASE.settings().server();
    var connection = await(PgConnection.connect(DATABASE.vertx(),
        new PgConnectOptions().setHost(options.hosts().getFirst()).setPort(options.port())
            .setDatabase(options.database()).setUser("clubs_migrator")
            .setPassword(TestDatabase.passwords().get(StoreRole.MIGRATOR))));
    new ChainAudit(findings::add).run(connection);
    await(connection.close());
    return findings;
  }

  private List<AuditSearch.Found> search(UUID ofClub, AuditFilter filter) {
    return store.read(Scope.club(ofClub),
        tx -> AuditSearch.page(tx, filter, Paging.of(PageRequest.newBuilder().setPageSize(100).build())));
  }

  private static AuditFilter concerning(UUID subject) {
    return new AuditFilter(subject, null, null, null, null, null);
  }

  @Test
  void each_clubs_events_are_chained_in_their_order_and_an_audit_finds_nothing() throws Exception {
    IntStream.range(0, 30).forEach(i -> happen(i % 3 == 0 ? other : club, "x"));
    chained(30);
    assertThat(search(club, AuditFilter.ALL)).extracting(AuditSearch.Found::number)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 20).mapToObj(i -> 21L - i).toList());
    assertThat(search(other, AuditFilter.ALL)).hasSize(10);
    assertThat(audit()).isEmpty();
  }

  @Test
  void an_entry_says_who_did_it_from_where_and_is_found_by_what_it_concerns_and_when() throws Exception {
    var stream = happen(club, "x");
    happen(club, "y");
    chained(2);
    var found = search(club, concerning(stream));
    assertThat(found).singleElement().satisfies(entry -> {
      assertThat(entry.actor()).isEqualTo(clerk);
      assertThat(entry.network()).isEqualTo("192.0.2.0/24");
      assertThat(entry.program()).isEqualTo("curl");
      assertThat(entry.operation()).isEqualTo("StringValue");
    });
    assertThat(search(club, concerning(clerk))).hasSize(2);
    assertThat(search(club, new AuditFilter(null, clerk, "StringValue", "CHANGE", null, null))).hasSize(2);
    assertThat(search(club, new AuditFilter(null, Ids.uuid7(), null, null, null, null))).isEmpty();
    var now = Instant.now();
    assertThat(
        search(club, new AuditFilter(null, null, null, null, now.minusSeconds(60), now.plusSeconds(60))))
        .hasSize(2);
    assertThat(search(club, new AuditFilter(null, null, null, null, now.plusSeconds(60), null))).isEmpty();
    assertThat(search(club, new AuditFilter(null, null, null, null, null, now.minusSeconds(600)))).isEmpty();
  }

  @Test
  void a_cursor_walks_the_chain_without_gaps() throws Exception {
    IntStream.range(0, 7).forEach(i -> happen(club, "x"));
    chained(7);
    var numbers = new ArrayList<Long>();
    var request = PageRequest.newBuilder().setPageSize(3);
    for (int page = 0; page < 3; page++) {
      var paging = Paging.of(request.build());
      var found = store.read(Scope.club(club), tx -> AuditSearch.page(tx, AuditFilter.ALL, paging));
      found.forEach(each -> numbers.add(each.number()));
      request.setCursor(paging.info(7, found.size(), found.getLast().mark()).getNextCursor());
    }
    assertThat(numbers).containsExactly(7L, 6L, 5L, 4L, 3L, 2L, 1L);
  }

  @Test
  void the_app_role_adds_and_reads_its_own_and_changes_or_removes_nothing() throws Exception {
    happen(club, "x");
    chained(1);
    assertThat(search(other, AuditFilter.ALL)).isEmpty();
    List<AuditSearch.Found> ofAMember = store.read(Scope.person(club, clerk),
        tx -> AuditSearch.first(tx, AuditFilter.ALL, 10));
    assertThat(ofAMember).isEmpty();
    for (String table : List.of("audit_entry", "audit_chain", "audit_subject", "origin", "event_detail",
        "event")) {
      for (String sql : List.of("delete from kit." + table, "update kit." + table + " set club = club",
          "truncate kit." + table)) {
        assertThatThrownBy(() -> store.perform(Scope.club(club), tx -> tx.query(sql))).as(sql)
            .isInstanceOfSatisfying(StoreFailed.class,
                refused -> assertThat(refused.sqlState()).isEqualTo("42501"));
      }
    }
    assertThatThrownBy(() -> store.perform(Scope.club(club),
        tx -> tx.query(
            """
                insert into kit.audit_entry select club, number + 1, at, kind, operation, actor, event,
                  stream, version, origin, detail, hash from kit.audit_entry""")))
        .isInstanceOf(StoreFailed.class);
    for (String table : List.of("audit_entry", "audit_chain", "audit_subject", "origin", "event_detail")) {
      assertThat(rows(Scope.club(other), table)).as(table)
          .isZero();
      assertThat(rows(Scope.nobody(), table)).as(table)
          .isZero();
    }
  }

  private int rows(Scope scope, String table) {
    return store.<Integer>read(scope, tx -> tx.query("select * from kit." + table).size());
  }

  @Test
  void an_audit_names_an_entry_that_was_changed_one_that_is_gone_and_one_that_was_added() throws Exception {
    IntStream.range(0, 5).forEach(i -> happen(club, "x"));
    chained(5);
    DATABASE.admin("update kit.audit_entry set actor = $2 where club = $1 and number = 2", club, Ids.uuid7());
    DATABASE.admin("delete from kit.audit_entry where club = $1 and number = 4", club);
    DATABASE.admin(
        """
            insert into kit.audit_entry select club, 6, at, kind, operation, actor, event, stream, version,
              origin, detail, hash from kit.audit_entry where club = $1 and number = 5""",
        club);
    assertThat(audit()).extracting(ChainFinding::kind).contains(ChainFinding.Kind.ENTRY_CHANGED,
        ChainFinding.Kind.ENTRY_MISSING, ChainFinding.Kind.ENTRY_ADDED);
    assertThat(audit()).extracting(ChainFinding::what)
        .anySatisfy(what -> assertThat(what).startsWith("Entry 2 of"))
        .anySatisfy(what -> assertThat(what).isEqualTo("Entry 4 of club " + club + " is gone."));
  }

  @Test
  void an_audit_names_an_event_that_was_changed_one_that_is_gone_and_one_that_was_put_in() throws Exception {
    var changed = happen(club, "x");
    var gone = happen(club, "y");
    happen(club, "z");
    chained(3);
    DATABASE.admin("update kit.event set data = '\\x'::bytea where stream = $1", changed);
    DATABASE.admin("delete from kit.event where stream = $1", gone);
    DATABASE.admin("""
        insert into kit.event (xid, id, stream, version, type, club, data, at) overriding system value
          select xid, $2, $3, 1, type, club, data, at from kit.event where club = $1 order by xid limit 1""",
        club,
        Ids.uuid7(), Ids.uuid7());
    assertThat(audit()).extracting(ChainFinding::kind).contains(ChainFinding.Kind.EVENT_CHANGED,
        ChainFinding.Kind.EVENT_MISSING, ChainFinding.Kind.EVENT_ADDED);
  }

  @Test
  void an_audit_names_entries_whose_places_were_exchanged() throws Exception {
    IntStream.range(0, 3).forEach(i -> happen(club, "x"));
    chained(3);
    DATABASE.admin("""
        update kit.audit_entry e set event = o.event, stream = o.stream from kit.audit_entry o
         where e.club = $1 and o.club = $1 and e.number in (1, 2) and o.number = 3 - e.number""", club);
    assertThat(audit()).extracting(ChainFinding::kind).contains(ChainFinding.Kind.ENTRY_MOVED);
  }

  @Test
  void values_before_and_after_can_be_erased_and_the_chain_still_holds() throws Exception {
    var member = Ids.uuid7();
    var event = NewEvent.of(club, StringValue.of("x"), EventMeta.of(call(club)));
    store.perform(Scope.club(club), tx -> {
      tx.append(member, 0, event);
      AuditDetails.keep(tx, event.id(), member, "{\"name\":\"Ada\"}", "{\"name\":\"Bea\"}");
    });
    chained(1);
    assertThat(search(club, AuditFilter.ALL)).singleElement()
        .satisfies(entry -> assertThat(entry.detail()).contains("Ada").contains("Bea"));
    assertThat(audit()).isEmpty();
    DATABASE.admin("update kit.event_detail set content = '{}' where event = $1", event.id());
    assertThat(audit()).extracting(ChainFinding::kind).containsExactly(ChainFinding.Kind.DETAIL_CHANGED);
    DATABASE.admin("delete from kit.event_detail where event = $1", event.id());
    DATABASE.admin("delete from kit.origin where club = $1", club);
    assertThat(audit()).isEmpty();
    assertThat(search(club, AuditFilter.ALL)).singleElement().satisfies(entry -> {
      assertThat(entry.detail()).isNull();
      assertThat(entry.held()).isTrue();
      assertThat(entry.network()).isNull();
    });
  }

  @Test
  void from_where_cannot_be_changed_unnoticed() throws Exception {
    happen(club, "x");
    chained(1);
    DATABASE.admin("update kit.origin set network = '198.51.100.0/24' where club = $1", club);
    assertThat(audit()).extracting(ChainFinding::kind).containsExactly(ChainFinding.Kind.ORIGIN_CHANGED);
  }

  @Test
  void a_chain_that_is_written_anew_does_not_go_with_its_seal() throws Exception {
    IntStream.range(0, 3).forEach(i -> happen(club, "x"));
    chained(3);
    var seals = new ChainSeals(store, leases);
    Thread.ofVirtual().start(seals::turn).join();
    chained(4);
    var sealed = search(club, new AuditFilter(null, null, "AuditChainSealed", "SEAL", null, null)).getFirst();
    assertThat(AuditChainSealed.parseFrom(Objects.requireNonNull(sealed.data()).data()).getLength())
        .isEqualTo(3);
    Thread.ofVirtual().start(seals::turn).join();
    Thread.sleep(200);
    chained(4);
    assertThat(audit()).isEmpty();
    DATABASE.admin("update kit.audit_entry set hash = sha256(hash) where club = $1 and number = 3", club);
    assertThat(audit()).extracting(ChainFinding::kind).contains(ChainFinding.Kind.HEAD_CHANGED);
  }

  @Test
  void records_are_written_together_and_chained_like_everything_else() throws Exception {
    var recorder = await(AuditRecorder.start(DATABASE.vertx(), store, AuditSettings.DEFAULT));
    var rpc = CONTRACT.rpc("reciprocalclubs.member.v1.Members/GetMember");
    var member = Ids.uuid7();
    var written = IntStream.range(0, 50)
        .mapToObj(i -> recorder.record(new Recorder.Record(true, rpc, call(i % 2 == 0 ? club : other),
            List.of(member.toString()))))
        .toList();
    written.forEach(TestDatabase::await);
    assertThat(DATABASE.count("select count(*) from kit.event where club in ($1, $2)", club, other))
        .isEqualTo(50);
    assertThat(
        DATABASE.count("select count(distinct xid) from kit.event where club in ($1, $2)", club, other))
        .isLessThan(50);
    chained(50);
    assertThat(search(club, concerning(member))).hasSize(25).allSatisfy(entry -> {
      assertThat(entry.operation()).isEqualTo("Members/GetMember");
      assertThat(entry.kind()).isEqualTo("READ");
    });
    assertThat(audit()).isEmpty();
  }

  @Test
  void what_cannot_be_recorded_fails_and_more_than_may_wait_is_refused() {
    var rpc = CONTRACT.rpc("reciprocalclubs.member.v1.Members/GetMember");
    var closed = Store.open(DATABASE.vertx(), DATABASE.settings());
    var few = new AuditSettings(2, 1, 1_000, Duration.ofMinutes(1));
    var recorder = await(AuditRecorder.start(DATABASE.vertx(), closed, few));
    await(closed.close());
    var record = new Recorder.Record(true, rpc, call(club), List.of());
    var asked = IntStream.range(0, 20).mapToObj(i -> recorder.record(record)).toList();
    assertThat(asked).anySatisfy(each -> assertThat(each.cause()).isInstanceOfSatisfying(Problem.class,
        problem -> assertThat(problem.code()).isEqualTo("NOT_RECORDED")));
    assertThat(asked)
        .allSatisfy(each -> assertThatThrownBy(() -> await(each)).isInstanceOf(RuntimeException.class));
    assertThat(DATABASE.count("select count(*) from kit.event where club = $1", club)).isZero();
  }
}
