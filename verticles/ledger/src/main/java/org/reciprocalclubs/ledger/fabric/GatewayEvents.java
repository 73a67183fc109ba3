package org.reciprocalclubs.ledger.fabric;

import java.util.NoSuchElementException;
import org.hyperledger.fabric.client.ChaincodeEvent;
import org.hyperledger.fabric.client.CloseableIterator;
import org.hyperledger.fabric.client.GatewayRuntimeException;
import org.hyperledger.fabric.client.InMemoryCheckpointer;
import org.hyperledger.fabric.client.Network;
import org.jspecify.annotations.Nullable;

/** The gateway's stream of a chaincode's events. */
final class GatewayEvents implements Events {
  private final CloseableIterator<ChaincodeEvent> stream;

  private GatewayEvents(CloseableIterator<ChaincodeEvent> stream) {
    this.stream = stream;
  }

  static GatewayEvents open(Network network, String chaincode, long afterBlock, @Nullable String afterTx) {
    var from = new InMemoryCheckpointer();
    if (afterTx == null) {
      from.checkpointBlock(afterBlock);
    } else {
      from.checkpointTransaction(afterBlock, afterTx);
    }
    try {
      return new GatewayEvents(network.newChaincodeEventsRequest(chaincode).checkpoint(from).build()
          .getEvents());
    } catch (GatewayRuntimeException failure) {
      throw gone(failure);
    }
  }

  @Override
  public LedgerEvent next() {
    try {
      var event = stream.next();
      return new LedgerEvent(event.getBlockNumber(), event.getTransactionId(), event.getEventName(),
          event.getPayload());
    } catch (GatewayRuntimeException failure) {
      throw gone(failure);
    } catch (NoSuchElementException over) {
      throw new LedgerAway("The peer ended the events", over);
    }
  }

  private static LedgerAway gone(GatewayRuntimeException failure) {
    return new LedgerAway(Faults.said(failure.getStatus(), failure.getDetails()), failure);
  }

  @Override
  public void close() {
    stream.close();
  }
}
