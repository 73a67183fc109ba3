package org.reciprocalclubs.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitOpened;
import org.reciprocalclubs.kit.seal.Sealer;
import org.reciprocalclubs.kit.store.Appended;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.ledger.log.Edge;
import org.reciprocalclubs.ledger.log.Hash;
import org.reciprocalclubs.ledger.log.Proof;
import org.reciprocalclubs.ledger.log.Proven;

/** A log that is far behind, and catches up in large batches, each written in pieces. */
class LogWriterTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("ledger");

  private static final UUID HOST = Ids.uuid7();
  private static final UUID HOME = Ids.uuid7();
  private static final int MEMBERS = 40;

  /** Visits of few members, so that each is in every piece. */
  private static List<EventRecord> happened(int count) {
    var stream = Ids.uuid7();
    var store = DATABASE.store();
    store.perform(Scope.club(HOST), tx -> tx.append(IntStream.rangeClosed(1, count)
        .mapToObj(version -> new Appended(stream, version, opened(stream, new UUID(7, version % MEMBERS))))
        .toList()));
    return store.transact(Scope.club(HOST), tx -> tx.events(stream, 0));
  }

  private static NewEvent opened(UUID visit, UUID member) {
    return NewEvent.between(HOST, HOME, VisitOpened.newBuilder().setVisitId(visit.toString())
        .setVisitingClubId(HOST.toString()).setClubId(HOME.toString()).setMemberId(member.toString()).build(),
        new EventMeta(null, null, null));
  }

  private static List<Hash> leaves() {
    List<Hash> leaves = new ArrayList<>();
    DATABASE.admin("select entry from ledger.leaf order by index")
        .forEach(row -> leaves.add(Hash.leaf(row.getBuffer("entry").getBytes())));
    return leaves;
  }

  @Test
  void every_piece_stands_in_its_order_under_one_root_and_each_leaf_is_proven() throws Exception {
    var store = DATABASE.store();
    var writer = new LogWriter(Codecs.contract(), LogKeys.load(store, new Sealer(new byte[32]), "a/log"));
    writer.begin(store);
    for (int count : List.of(1_203, 1, 500, 796)) {
      var events = happened(count);
      store.perform(Scope.nobody(), tx -> writer.handle(tx, events));
    }

    var leaves = leaves();
    var edge = Edge.empty();
    leaves.forEach(edge::append);
    var tree = DATABASE.admin("select size, root from ledger.tree").iterator().next();
    assertThat(tree.getLong("size")).isEqualTo(2_500).isEqualTo(leaves.size());
    assertThat(Hash.of(tree.getBuffer("root").getBytes())).isEqualTo(edge.root());
    assertThat(DATABASE.admin("select 1 from ledger.leaf group by stream having max(version) <> count(*)"))
        .isEmpty();
    assertThat(DATABASE.admin("select 1 from ledger.salt")).hasSize(MEMBERS);

    var reader = new LogReader(store, "a/log");
    for (int round = 0; round < 2; round++) {
      for (int index = 0; index < leaves.size(); index += 97) {
        var path = reader.proof(Proof.inclusion(index, 2_500), 2_500).await().orElseThrow();
        assertThat(Proven.inclusion(index, 2_500, leaves.get(index), path, edge.root())).isTrue();
      }
    }
    assertThat(reader.proof(Proof.inclusion(7, 2_501), 2_501).await()).isEmpty();
  }
}
