package org.reciprocalclubs.ledger.transactions;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import org.reciprocalclubs.codecs.ledger.v1.TransactionsGrpcService;
import org.reciprocalclubs.kit.bus.Bus;

/** Serves the rpcs of transactions, and has them brought to the ledger. Deployed on virtual threads. */
final class TransactionsVerticle extends VerticleBase {
  private final Bus bus;
  private final LedgerWorks works;

  TransactionsVerticle(Bus bus, LedgerWorks works) {
    this.bus = bus;
    this.works = works;
  }

  @Override
  public Future<?> start() {
    var office = works.office(vertx);
    return Future.all(List.of(bus.serve(TransactionsGrpcService.ListTransactions, office::list),
        bus.serve(TransactionsGrpcService.GetTransaction, office::get),
        bus.serve(TransactionsGrpcService.SyncLedger, office::sync),
        bus.serve(TransactionsGrpcService.RetryTransactions, office::retry), works.work(vertx)));
  }
}
