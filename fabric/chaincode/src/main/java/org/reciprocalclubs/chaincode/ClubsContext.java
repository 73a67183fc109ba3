package org.reciprocalclubs.chaincode;

import org.hyperledger.fabric.contract.Context;
import org.hyperledger.fabric.shim.ChaincodeStub;
import org.hyperledger.fabric.shim.ext.sbe.StateBasedEndorsement.RoleType;
import org.hyperledger.fabric.shim.ext.sbe.impl.StateBasedEndorsementFactory;
import org.hyperledger.fabric.shim.ledger.CompositeKey;
import org.jspecify.annotations.Nullable;

/**
 * One call: who calls, what is recorded, and what it records. Reads see what was committed before the call,
 * never what the call itself writes. Public because the shim hands it to the contracts; one call, one thread.
 */
public final class ClubsContext extends Context {
  /**
   * The organisation that runs the federation, and speaks for every club that has no organisation of its own.
   */
  static final String FEDERATION = "FederationMSP";

  ClubsContext(ChaincodeStub stub) {
    super(stub);
  }

  void requireFederation() {
    if (!caller().equals(FEDERATION)) {
      throw Refusal.unauthorized(caller() + " is not the federation");
    }
  }

  void requireActsFor(String club) {
    if (!caller().equals(organisationOf(club))) {
      throw Refusal.unauthorized(caller() + " does not act for club " + club);
    }
  }

  private String caller() {
    return getClientIdentity().getMSPID();
  }

  /** The MSP id of the organisation that speaks for a club. */
  String organisationOf(String club) {
    var enrolled = find(Clubs.key(club));
    return enrolled == null ? FEDERATION : enrolled.string("msp");
  }

  @Nullable
  Fact find(CompositeKey key) {
    byte[] json = getStub().getState(key.toString());
    return json == null || json.length == 0 ? null : Fact.parse(json);
  }

  boolean has(CompositeKey key) {
    return find(key) != null;
  }

  /**
   * Records a fact under its business key, once.
   *
   * @param first what is done only where it is not recorded yet: refuses what must not be, writes what goes
   *     with it
   * @return the fact as it was recorded the first time
   */
  Fact once(CompositeKey key, Fact wanted, Runnable first) {
    var recorded = find(key);
    if (recorded != null) {
      return repeated(recorded, wanted);
    }
    first.run();
    var fact = stamped(wanted);
    put(key, fact);
    announce(fact);
    return fact;
  }

  /** @return what was recorded the first time, if it is what is wanted now */
  static Fact repeated(Fact recorded, Fact wanted) {
    if (!recorded.says(wanted)) {
      throw Refusal.conflict(recorded.string(Fact.TYPE) + " is recorded with other content, by transaction "
          + recorded.string(Fact.TX));
    }
    return recorded;
  }

  Fact stamped(Fact wanted) {
    return wanted.with(Fact.TX, getStub().getTxId()).with(Fact.AT, getStub().getTxTimestamp().toString());
  }

  void put(CompositeKey key, Fact fact) {
    getStub().putState(key.toString(), fact.bytes());
  }

  void announce(Fact fact) {
    getStub().setEvent(fact.string(Fact.TYPE), fact.bytes());
  }

  /**
   * From the next change on, peers of every one of these organisations must have endorsed what changes the
   * key.
   */
  void endorsedByAll(CompositeKey key, String... organisations) {
    var policy = StateBasedEndorsementFactory.getInstance().newStateBasedEndorsement(null);
    policy.addOrgs(RoleType.RoleTypePeer, organisations);
    getStub().setStateValidationParameter(key.toString(), policy.policy());
  }
}
