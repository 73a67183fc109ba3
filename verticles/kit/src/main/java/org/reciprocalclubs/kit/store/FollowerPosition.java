package org.reciprocalclubs.kit.store;

import io.vertx.sqlclient.Row;

/** The row of kit.position of one follower: read when the lease is taken, moved by compare-and-set. */
final class FollowerPosition {
  private static final String BEGIN = """
      insert into kit.position (follower, epoch, xid, seq) select $1, epoch, 0, 0 from kit.epoch
      on conflict do nothing""";
  private static final String LOAD = """
      select e.epoch, p.xid, p.seq from kit.position p, kit.epoch e where p.follower = $1""";
  private static final String MOVE = """
      update kit.position set epoch = $4, xid = $5, seq = $6, at = clock_timestamp()
      where follower = $1 and xid = $2 and seq = $3""";

  private final Store store;
  private final String follower;

  FollowerPosition(Store store, String follower) {
    this.store = store;
    this.follower = follower;
  }

  /** After a restore the row belongs to the restored events: the numbers stay, the epoch is today's. */
  Position load() {
    return store.transact(Scope.nobody(), tx -> {
      tx.queryAsync(BEGIN, follower);
      Row row = tx.one(LOAD, follower).orElseThrow();
      return new Position(row.getString(0), row.getLong(1), row.getLong(2));
    });
  }

  /**
   * Moves on, within the transaction that has the effect. The row stays locked until that ends; whoever was
   * paused and comes second finds other numbers and writes nothing.
   */
  void move(Tx tx, Position from, Position to) {
    var moved = tx.query(MOVE, follower, from.xid(), from.seq(), to.epoch(), to.xid(), to.seq());
    if (moved.rowCount() != 1) {
      throw new LeaseLost(follower);
    }
  }
}
