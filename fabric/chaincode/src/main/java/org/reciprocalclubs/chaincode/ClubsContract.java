package org.reciprocalclubs.chaincode;

import org.hyperledger.fabric.contract.Context;
import org.hyperledger.fabric.contract.ContractInterface;
import org.hyperledger.fabric.shim.ChaincodeStub;

/**
 * A contract whose functions take a {@link ClubsContext} and then the caller's arguments, all of them text.
 */
interface ClubsContract extends ContractInterface {

  @Override
  default Context createContext(ChaincodeStub stub) {
    return new ClubsContext(stub);
  }
}
