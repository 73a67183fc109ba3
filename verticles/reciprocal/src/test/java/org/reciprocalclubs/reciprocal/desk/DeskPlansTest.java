package org.reciprocalclubs.reciprocal.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.reciprocal.Federation;
import org.reciprocalclubs.reciprocal.rules.Terms;

/** The desk looks rows up by their keys, also when its plans were made on an empty day. */
class DeskPlansTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");

  private static final int VISITORS_BEFORE = 5_000;
  private static final int ROWS_OF_A_VISITOR_MAX = 20;
  private static final String LOAD = """
      select count(*) from reciprocal.desk_load(array[$1::uuid], array[$2::uuid], array[$3::text], array['100'],
        array[null::uuid])""";
  private static final String COMMIT = """
      select reciprocal.desk_commit(now(), array[gen_random_uuid()], array[$1::uuid],
        array['reciprocalclubs.reciprocal.v1.VisitOpened'], array[$2::uuid], array[$3::uuid], array[''::bytea],
        array[$4::uuid], array['test'], array[$4::uuid], array[$4::uuid],
        array(select id from reciprocal.agreement where club = $2 and partner = $3),
        array[1], array[20000], array[20000::bigint << 45], array[0], array[0], array[null], array[null], array[null::bigint], array[null],
        array[0::bigint], array['USD'], array['NONE'], array[null],
        array[$3::uuid], array[$4::uuid], array['x'::bytea])""";
  private static final String READ = """
      select coalesce(sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)), 0)
      from pg_stat_xact_user_tables where (schemaname, relname) in
        (('reciprocal', 'quota'), ('reciprocal', 'visit'), ('kit', 'event'), ('member', 'member'), ('member', 'person'))""";

  @Test
  void aVisitorCostsAFewRowsHoweverManyCameBefore() {
    var federation = new Federation(DATABASE);
    var host = federation.club("HOST");
    var home = federation.club("HOME");
    federation.agreement(host, home, Terms.OPEN);
    var member = federation.member(home, "100");
    DATABASE.admin("vacuum analyze reciprocal.quota, member.member, member.person");
    assertThat(rowsRead(host, home, member)).isLessThan(ROWS_OF_A_VISITOR_MAX);

    DATABASE.admin(
        "insert into reciprocal.quota (scope, member, home) select $1, gen_random_uuid(), $2 from generate_series(1, "
            + VISITORS_BEFORE + ")",
        host, home);

    assertThat(rowsRead(host, home, member)).isLessThan(ROWS_OF_A_VISITOR_MAX);
  }

  /** Rows of tables that grow, read by one transaction that admits the member. */
  private static long rowsRead(UUID host, UUID home, UUID member) {
    return DATABASE.store().transact(Scope.club(host), tx -> {
      long before = count(tx);
      var scan = Ids.uuid7();
      tx.query(LOAD, scan, host, "HOME");
      tx.query(COMMIT, scan, host, home, member);
      return count(tx) - before;
    });
  }

  private static long count(Tx tx) {
    return tx.one(READ).orElseThrow().getBigDecimal(0).longValue();
  }
}
