package org.reciprocalclubs.ledger;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.codecs.ledger.v1.OrganisationsGrpcService;
import org.reciprocalclubs.codecs.ledger.v1.ReceiptsGrpcService;
import org.reciprocalclubs.kit.boot.Data;
import org.reciprocalclubs.kit.boot.Worker;
import org.reciprocalclubs.kit.bus.Bus;
import org.reciprocalclubs.ledger.anchors.Anchoring;
import org.reciprocalclubs.ledger.records.AgreementRecords;
import org.reciprocalclubs.ledger.records.KeyRecords;
import org.reciprocalclubs.ledger.records.OrganisationOffice;

/**
 * Follows what happened into the log, anchors the log on the clubs' ledger where there is one, and serves
 * receipts. Deployed on virtual threads, once per process.
 */
final class LedgerVerticle extends VerticleBase {
  /** Its place in the feed is the log's: another name would log everything again. */
  static final String FOLLOWER = "ledger.log";

  private final Bus bus;
  private final Data data;
  private final LogSettings settings;
  private final @Nullable String channel;
  private final Supplier<List<String>> network;

  /**
   * @param channel of the ledger that the log is anchored on; null: it is on none
   * @param network the ledger's organisations for which this platform can sign
   */
  LedgerVerticle(Bus bus, Data data, LogSettings settings, @Nullable String channel,
      Supplier<List<String>> network) {
    this.bus = bus;
    this.data = data;
    this.settings = settings;
    this.channel = channel;
    this.network = network;
  }

  @Override
  public Future<?> start() {
    var codecs = Codecs.contract();
    LogWriter.check(data.store(), settings.origin());
    var writer = new LogWriter(codecs, LogKeys.load(data.store(), data.sealer(), settings.origin()));
    writer.begin(data.store());
    var organisations = new OrganisationOffice(data.store(), network);
    var receipts = new ReceiptOffice(data.store(), new ReceiptRows(codecs));
    return Future.all(List.of(bus.serve(ReceiptsGrpcService.GetReceipt, receipts::get),
        bus.serve(ReceiptsGrpcService.ExportReceipt, receipts::export),
        bus.serve(ReceiptsGrpcService.ExportReceiptCode, receipts::code),
        bus.serve(ReceiptsGrpcService.ListReceipts, receipts::list),
        bus.serve(ReceiptsGrpcService.ListVisitProofs, new VisitProofs(data.store())::list),
        bus.serve(OrganisationsGrpcService.AssignOrganisation, organisations::assign),
        bus.serve(OrganisationsGrpcService.GetOrganisation, organisations::get),
        data.feed().follow(FOLLOWER, Deed.TYPES, settings.batch(), writer),
        data.feed().follow(AgreementRecords.FOLLOWER, AgreementRecords.TYPES, new AgreementRecords()),
        data.feed().follow(KeyRecords.FOLLOWER, KeyRecords.TYPES, new KeyRecords())))
        .compose(_ -> channel == null ? Future.succeededFuture() : anchor(channel));
  }

  private Future<?> anchor(String channel) {
    var anchoring = new Anchoring(data.store(), data.leases(), settings.anchors(),
        new Anchoring.Log(settings.origin(), channel));
    return vertx.deployVerticle(new Worker("anchors", anchoring::turn, settings.anchors().poll()),
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD));
  }
}
