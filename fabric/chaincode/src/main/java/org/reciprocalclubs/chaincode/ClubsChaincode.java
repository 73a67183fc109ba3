package org.reciprocalclubs.chaincode;

import java.io.IOException;
import java.util.List;
import org.hyperledger.fabric.contract.ContractInterface;
import org.hyperledger.fabric.contract.systemcontract.SystemContract;
import org.hyperledger.fabric.shim.ChaincodeBase;
import org.hyperledger.fabric.shim.NettyChaincodeServer;

/**
 * The chaincode {@code clubs}: all contracts together.
 *
 * <pre>{@code
 * var chaincode = ClubsChaincode.router();
 * new ChaincodeInvocationTask(message, TRANSACTION, answers, chaincode).call();
 * }</pre>
 */
public final class ClubsChaincode {
  private static final List<Class<? extends ContractInterface>> CONTRACTS = List.of(Clubs.class,
      Agreements.class, Anchors.class, Proposals.class, SystemContract.class);

  private ClubsChaincode() {}

  /**
   * The contracts without a port, for who brings the messages of a peer. Thread-safe; of the process it
   * changes the levels of the shim's loggers, which would log arguments.
   */
  public static ChaincodeBase router() {
    return dispatch();
  }

  private static ContractDispatch dispatch() {
    return new ContractDispatch(CONTRACTS);
  }

  /**
   * Serves one peer's calls until the process ends: chaincode as a service. Each organisation runs its own,
   * beside its peer. The environment says where and as what: see {@link ServiceSettings}.
   *
   * @param args none
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    server(ServiceSettings.of(System.getenv())).start();
  }

  /** The same, not started. */
  static NettyChaincodeServer server(ServiceSettings settings) throws IOException {
    var dispatch = dispatch();
    dispatch.identify(settings.id());
    return new NettyChaincodeServer(dispatch, settings.properties());
  }
}
