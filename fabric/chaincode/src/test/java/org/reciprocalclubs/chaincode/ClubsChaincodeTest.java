package org.reciprocalclubs.chaincode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.hyperledger.fabric.contract.routing.TypeRegistry;
import org.hyperledger.fabric.contract.routing.impl.RoutingRegistryImpl;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;

class ClubsChaincodeTest {
  private final MemoryPeer peer = new MemoryPeer();

  @Test
  void functionsThatThereAreNotAreNotFound() {
    for (var name : new String[]{"clubs:Erase", "visits:Get", "Get", "clubs", ":", "clubs:Get:more",
        "clubs:enrol", "clubs:unknownTransaction", "clubs:createContext", "clubs:getClass"}) {
      peer.evaluate(Example.FEDERATION, name, Example.CITY).refused("NOT_FOUND: there is no such function");
    }
    peer.evaluate(Example.FEDERATION, "", Example.CITY).refused("NOT_FOUND: ");
  }

  @Test
  void theShimsOwnRouterWouldFindTheSameContracts() {
    var found = new RoutingRegistryImpl();
    found.findAndSetContracts(TypeRegistry.getRegistry());
    var functions = new ArrayList<String>();
    found.getAllDefinitions().forEach(contract -> contract.getTxFunctions()
        .forEach(function -> functions.add(contract.getName() + ":" + function.getName())));
    assertThat(described()).containsExactlyInAnyOrderElementsOf(functions).hasSizeGreaterThan(20);
  }

  @Test
  void theContractsDescribeThemselves() {
    assertThat(described()).contains("anchors:Append", "agreements:Propose", "clubs:Enrol", "proposals:Open");
    var append = new JSONObject(metadata()).getJSONObject("contracts").getJSONObject("anchors")
        .getJSONArray("transactions").toString();
    assertThat(append).contains("previousRoot").contains("proof");
  }

  private ArrayList<String> described() {
    var functions = new ArrayList<String>();
    var contracts = new JSONObject(metadata()).getJSONObject("contracts");
    contracts.keySet().forEach(contract -> contracts.getJSONObject(contract).getJSONArray("transactions")
        .forEach(function -> functions.add(contract + ":" + ((JSONObject) function).getString("name"))));
    return functions;
  }

  private String metadata() {
    return peer.evaluate(Example.FEDERATION, "org.hyperledger.fabric:GetMetadata").text();
  }

  @Test
  void theSameCallWritesTheSameBytesOnEveryPeer() {
    var one = Example.peer();
    var other = Example.peer();
    var call = new String[]{Example.AGREEMENT, "1", Example.CITY, Example.HARBOUR, Example.TERMS,
        Example.FROM,
        Example.UNTIL};
    var here = one.submit(Example.CITY_MSP, "agreements:Propose", call);
    var there = other.submit(Example.CITY_MSP, "agreements:Propose", call);
    assertThat(here.writes()).isEqualTo(there.writes()).hasSize(5);
    assertThat(here.response()).isEqualTo(there.response());
    here.policies().forEach((key, policy) -> assertThat(there.policies().get(key)).isEqualTo(policy));
  }

  @Test
  void nothingIsWrittenThatAnotherCallOfTheSamePeerHasWritten() {
    var written = new ArrayList<String>();
    var peer = Example.peer();
    for (int i = 1; i < 20; i++) {
      var answer = peer.submit(Example.FEDERATION, "clubs:PublishRevocations", Example.SUMMIT, "" + i,
          Example.ROOT, "1");
      written.addAll(answer.writes().keySet());
    }
    assertThat(written).hasSize(19).doesNotHaveDuplicates();
  }
}
