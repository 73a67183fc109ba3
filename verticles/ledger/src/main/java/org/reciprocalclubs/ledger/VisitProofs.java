package org.reciprocalclubs.ledger;

import io.vertx.sqlclient.Row;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.ledger.v1.ListVisitProofsRequest;
import org.reciprocalclubs.codecs.ledger.v1.ListVisitProofsResponse;
import org.reciprocalclubs.codecs.ledger.v1.ReceiptAnchor;
import org.reciprocalclubs.codecs.ledger.v1.VisitProof;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Uuids;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;

/** How far the recording of visits has come, for whole pages of visits at once. Thread-safe. */
final class VisitProofs {
  private static final int VISITS_MAX = 100;
  /** A visit's first event is what its proof is of. */
  private static final String PROOFS = """
      select v.id, l.event, a.channel, a.block, a.tx
        from unnest($1::uuid[]) with ordinality v(id, place)
        left join lateral (
          select index, event from ledger.leaf where stream = v.id order by version limit 1) l on true
        left join lateral (
          select * from ledger.anchor where size > l.index and confirmed_at is not null
           order by size limit 1) a on true
       order by v.place""";

  private final Store store;

  VisitProofs(Store store) {
    this.store = store;
  }

  ListVisitProofsResponse list(ListVisitProofsRequest request) {
    if (request.getVisitsCount() > VISITS_MAX) {
      throw Problem.validation("visits", "Ask for " + VISITS_MAX + " at most at once");
    }
    var visits = request.getVisitsList().stream().map(id -> Uuids.read("visits", id)).toArray(UUID[]::new);
    var answer = ListVisitProofsResponse.newBuilder();
    store.read(Scope.of(CallContext.current().caller()), tx -> tx.query(PROOFS, (Object) visits))
        .forEach(row -> answer.addProofs(proof(row)));
    return answer.build();
  }

  private static VisitProof proof(Row row) {
    var proof = VisitProof.newBuilder().setVisit(row.getUUID("id").toString());
    UUID event = row.getUUID("event");
    if (event == null) {
      return proof.setState(VisitProof.State.PENDING).build();
    }
    proof.setEvent(event.toString());
    var anchor = anchor(row);
    return (anchor == null
        ? proof.setState(VisitProof.State.LOGGED)
        : proof.setState(VisitProof.State.ANCHORED).setAnchor(anchor)).build();
  }

  /** From a row's channel, block and tx; null where they are. */
  static @Nullable ReceiptAnchor anchor(Row row) {
    String tx = row.getString("tx");
    return tx == null
        ? null
        : ReceiptAnchor.newBuilder().setChannel(row.getString("channel")).setBlock(row.getLong("block"))
            .setTx(tx).build();
  }
}
