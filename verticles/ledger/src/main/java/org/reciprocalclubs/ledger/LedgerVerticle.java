package org.reciprocalclubs.ledger;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.codecs.ledger.v1.ReceiptsGrpcService;
import org.reciprocalclubs.kit.boot.Data;
import org.reciprocalclubs.kit.bus.Bus;

/** Follows what happened into the log, and serves receipts. Deployed on virtual threads, once per process. */
final class LedgerVerticle extends VerticleBase {
  /** Its place in the feed is the log's: another name would log everything again. */
  static final String FOLLOWER = "ledger.log";

  private final Bus bus;
  private final Data data;
  private final LogSettings settings;

  LedgerVerticle(Bus bus, Data data, LogSettings settings) {
    this.bus = bus;
    this.data = data;
    this.settings = settings;
  }

  @Override
  public Future<?> start() {
    var codecs = Codecs.contract();
    var writer = new LogWriter(codecs, LogKeys.load(data.store(), data.sealer(), settings.origin()));
    writer.begin(data.store());
    var receipts = new ReceiptOffice(data.store(), new ReceiptRows(codecs));
    return Future.all(List.of(bus.serve(ReceiptsGrpcService.GetReceipt, receipts::get),
        bus.serve(ReceiptsGrpcService.ExportReceipt, receipts::export),
        bus.serve(ReceiptsGrpcService.ListReceipts, receipts::list),
        data.feed().follow(FOLLOWER, Deed.TYPES, settings.batch(), writer)));
  }
}
