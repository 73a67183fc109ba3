package org.reciprocalclubs.ledger;

import com.google.protobuf.ByteString;
import org.reciprocalclubs.codecs.ledger.v1.GetReceiptRequest;
import org.reciprocalclubs.codecs.ledger.v1.ListReceiptsRequest;
import org.reciprocalclubs.codecs.ledger.v1.ListReceiptsResponse;
import org.reciprocalclubs.codecs.ledger.v1.Receipt;
import org.reciprocalclubs.codecs.ledger.v1.ReceiptFile;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Uuids;
import org.reciprocalclubs.kit.store.Paging;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;

/**
 * The rpcs of receipts. A club reads those of events that it sees, a member those of what concerns them: the
 * database sees to that. Thread-safe.
 */
final class ReceiptOffice {
  private final Store store;
  private final ReceiptRows rows;

  ReceiptOffice(Store store, ReceiptRows rows) {
    this.store = store;
    this.rows = rows;
  }

  Receipt get(GetReceiptRequest request) {
    var event = Uuids.read("event", request.getEvent());
    return store.read(mine(), tx -> rows.find(tx, event).orElseThrow(ReceiptOffice::none).receipt());
  }

  ReceiptFile export(GetReceiptRequest request) {
    var receipt = get(request);
    return ReceiptFile.newBuilder().setFilename("receipt-" + receipt.getEvent() + ".json")
        .setContent(receipt.getDocumentBytes()).build();
  }

  ReceiptFile code(GetReceiptRequest request) {
    var receipt = get(request);
    return ReceiptFile.newBuilder().setFilename("receipt-" + receipt.getEvent() + ".svg")
        .setContent(ByteString.copyFromUtf8(ReceiptCode.svg(receipt.getDocument()))).build();
  }

  ListReceiptsResponse list(ListReceiptsRequest request) {
    var stream = Uuids.read("stream", request.getStream());
    var paging = Paging.of(request.getPagination());
    return store.read(mine(), tx -> {
      int total = rows.count(tx, stream);
      var found = rows.page(tx, stream, paging);
      return ListReceiptsResponse.newBuilder().addAllNodes(found)
          .setPageInfo(paging.info(total, found.size(), null)).build();
    });
  }

  private static Scope mine() {
    return Scope.of(CallContext.current().caller());
  }

  private static Problem none() {
    return Problem.notFound("There is no receipt of that event: it is none that is recorded, or it happened"
        + " just now; ask again in a moment.");
  }

  /** What was recorded stays, and cannot be tied to anybody any more. */
  static Problem erased() {
    return Problem.of(ErrorCode.NOT_FOUND, "ERASED",
        "What this receipt would say of a person was erased; the log keeps only a hash.");
  }
}
