package org.reciprocalclubs.bench;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.reciprocalclubs.kit.store.Ids;

/**
 * What the desk's transaction does about passes: whether a member's were revoked, whether a code was used up,
 * and that now it is. The platform has no list of either in memory; both are rows that the desk reads and
 * writes among others in its two statements. Here they are all that is done, in batches as a busy desk's,
 * with a round trip of their own and every look-up by itself: so it is more than what a pass adds there. What
 * the whole transaction costs, its commit above all, is that of every check-in, with a pass or without.
 *
 * <p>
 * On a copy of a platform's database. For one thread that may wait.
 */
final class PassRows implements AutoCloseable {
  static final int REVOKED = 10_000;
  static final int MEMBERS = 20_000;
  /** As three days of a busy federation leave behind. */
  static final int USED_UP = 100_000;
  static final int BATCH = 64;
  private static final int HASH_BYTES = 32;
  /** The first part is not measured. */
  private static final Duration WARM_UP = Duration.ofSeconds(2);
  private static final String MEMBER_ROWS = """
      insert into member.member (id, club, number, membership_type, class, state, version, joined_at,
        created_at, updated_at, passes_void_until)
      select gen_random_uuid(), '%s', i::text, 'REGULAR', 'REGULAR', 'ACTIVE', 1, now(), now(), now(),
             case when i <= %d then date_trunc('second', now()) end
        from generate_series(1, %d) i""";
  private static final String CODES = """
      insert into reciprocal.shown_pass (hash, until)
      select sha256(i::text::bytea), now() + i * interval '1 second' from generate_series(1, %d) i""";
  private static final String READ = """
      select m.passes_void_until, s.hash is not null as shown
        from unnest($1::uuid[], $2::bytea[]) i(member, hash)
        join member.member m on m.id = i.member
        left join reciprocal.shown_pass s on s.hash = i.hash""";
  private static final String CONSUME = "select reciprocal.desk_consume($1, $2)";

  private final Database.Session session;
  private final Random random = new Random(20_260_617);
  private final List<UUID> good = new ArrayList<>();

  private PassRows(Database.Session session) {
    this.session = session;
  }

  /** Fills a copy of that platform's database. */
  static PassRows fill(Database database) {
    database.copy();
    var club = Ids.uuid7();
    database.query(Database.COPY, MEMBER_ROWS.formatted(club, REVOKED, MEMBERS));
    database.query(Database.COPY, CODES.formatted(USED_UP));
    database.query(Database.COPY, "vacuum analyze member.member, reciprocal.shown_pass");
    var rows = new PassRows(database.session(Database.COPY));
    // as the desk's functions are set
    rows.session.query("set enable_seqscan = off");
    rows.session.query("set plan_cache_mode = force_generic_plan");
    rows.session
        .query("select id from member.member where club = '" + club + "' and passes_void_until is null")
        .forEach(row -> rows.good.add(row.getUUID(0)));
    rows.check(club);
    return rows;
  }

  /** A revoked pass and a code that was used up are found. */
  private void check(UUID club) {
    var revoked = session.query("select id from member.member where club = '" + club
        + "' and passes_void_until is not null limit 1").iterator().next().getUUID(0);
    var used = session.query("select sha256('1'::bytea)").iterator().next().getBuffer(0);
    Kiosks.require(holds(new UUID[]{revoked}, new Buffer[]{code()}) == 0, "a revoked pass is found");
    Kiosks.require(holds(new UUID[]{good.getFirst()}, new Buffer[]{used}) == 0, "a code is used up once");
    Kiosks.require(holds(new UUID[]{good.getFirst()}, new Buffer[]{code()}) == 1, "another pass holds");
  }

  /** Passes a second of one session, for so long. */
  double perSecond(Duration time) {
    run(WARM_UP);
    return run(time);
  }

  private double run(Duration time) {
    long nanos = 0;
    long passes = 0;
    while (nanos < time.toNanos()) {
      nanos += batch();
      passes += BATCH;
    }
    return passes * 1e9 / nanos;
  }

  /** @return nanoseconds of the two statements; the transaction around them is undone */
  private long batch() {
    var members = new UUID[BATCH];
    var codes = new Buffer[BATCH];
    var untils = new OffsetDateTime[BATCH];
    for (int i = 0; i < BATCH; i++) {
      members[i] = good.get(random.nextInt(good.size()));
      codes[i] = code();
      untils[i] = OffsetDateTime.now(ZoneOffset.UTC);
    }
    session.query("begin");
    long start = System.nanoTime();
    int held = holds(members, codes);
    session.query(CONSUME, Tuple.tuple().addValue(codes).addValue(untils));
    long nanos = System.nanoTime() - start;
    session.query("rollback");
    Kiosks.require(held == BATCH, "all passes hold");
    return nanos;
  }

  /** How many were neither revoked nor used up. */
  private int holds(UUID[] members, Buffer[] codes) {
    int held = 0;
    for (Row row : session.query(READ, Tuple.tuple().addValue(members).addValue(codes))) {
      if (row.getOffsetDateTime("passes_void_until") == null && !row.getBoolean("shown")) {
        held++;
      }
    }
    return held;
  }

  private Buffer code() {
    var hash = new byte[HASH_BYTES];
    random.nextBytes(hash);
    return Buffer.buffer(hash);
  }

  @Override
  public void close() {
    session.close();
  }
}
