package org.reciprocalclubs.chaincode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.chaincode.Example.CITY_MSP;
import static org.reciprocalclubs.chaincode.Example.FEDERATION;
import static org.reciprocalclubs.chaincode.Example.OTHER_ROOT;
import static org.reciprocalclubs.chaincode.Example.ROOT;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class AnchorsTest {
  private static final String LOG = "e".repeat(64);
  private final MemoryPeer peer = new MemoryPeer();

  @Test
  void aLogsFirstAnchorFollowsNothing() {
    var first = first(8);
    assertThat(first.text()).isEqualTo("{\"at\":\"2026-06-16T18:20:12Z\",\"count\":8,\"log\":\"" + LOG
        + "\",\"previousRoot\":\"\",\"previousSize\":0,\"root\":\"" + root(8)
        + "\",\"size\":8,\"tx\":\"tx-1\",\"type\":\"AnchorAppended\"}");
    assertThat(peer.evaluate(CITY_MSP, "anchors:Get", LOG, "8").text()).isEqualTo(first.text());
    append(FEDERATION, 8, 0, "").repeats(first);
  }

  @Test
  void eachFollowsTheOneBeforeWithAProofThatTheLogGrew() {
    first(1);
    var sizes = new int[]{2, 3, 7, 8, 9, 16, 31, 40};
    int before = 1;
    for (int size : sizes) {
      var answer = append(FEDERATION, size, before, proof(before, size)).recorded("AnchorAppended");
      append(FEDERATION, size, before, proof(before, size)).repeats(answer);
      before = size;
    }
  }

  @Test
  void onlyTheFederationAnchors() {
    append(CITY_MSP, 8, 0, "").refused("UNAUTHORIZED: CityMSP is not the federation");
  }

  @Test
  void aLogHasOneFirstAnchor() {
    first(8);
    append(FEDERATION, 9, 0, "").refused("CONFLICT: anchor 9 does not follow 0: anchor 8 does");
  }

  @Test
  void aSecondHistoryIsRefused() {
    first(8);
    append(FEDERATION, 20, 8, proof(8, 20)).recorded("AnchorAppended");
    append(FEDERATION, 30, 8, proof(8, 30)).refused("CONFLICT: anchor 30 does not follow 8: anchor 20 does");
    append(FEDERATION, 15, 8, proof(8, 15)).refused("CONFLICT: anchor 15 does not follow 8: anchor 20 does");
    var forged = new ArrayList<>(Trees.leaves(20));
    forged.set(19, new byte[]{1});
    submit("20", Trees.root(forged), "8", root(8), Trees.proof(8, forged))
        .refused("CONFLICT: AnchorAppended is recorded with other content");
  }

  @Test
  void anAnchorThatIsMissingIsNotFollowed() {
    first(8);
    append(FEDERATION, 20, 9, proof(9, 20))
        .refused("CONFLICT: anchor 20 does not follow 9: there is no anchor 9");
  }

  @Test
  void anAnchorWithAnotherRootIsNotFollowed() {
    first(8);
    var forged = new ArrayList<>(Trees.leaves(20));
    forged.set(3, new byte[]{1});
    submit("20", Trees.root(forged), "8", Trees.root(forged.subList(0, 8)), Trees.proof(8, forged))
        .refused("CONFLICT: anchor 20 does not follow 8: the root of anchor 8 is another");
  }

  @Test
  void aProofThatProvesNothingIsRefused() {
    first(8);
    var forged = new ArrayList<>(Trees.leaves(20));
    forged.set(3, new byte[]{1});
    submit("20", Trees.root(forged), "8", root(8), Trees.proof(8, forged))
        .refused("VALIDATION_ERROR: proof: ");
    append(FEDERATION, 20, 8, "").refused("VALIDATION_ERROR: proof: ");
    append(FEDERATION, 20, 8, ROOT).refused("VALIDATION_ERROR: proof: ");
    append(FEDERATION, 20, 8, proof(8, 21)).refused("VALIDATION_ERROR: proof: ");
    append(FEDERATION, 20, 8, proof(8, 20)).recorded("AnchorAppended");
  }

  @Test
  void theFirstAnchorHasNoProof() {
    submit("8", ROOT, "0", "", ROOT).refused("VALIDATION_ERROR: proof: ");
  }

  @Test
  void theCountIsWhatWasAdded() {
    peer.submit(FEDERATION, "anchors:Append", LOG, "8", ROOT, "0", "", "7", "")
        .refused("VALIDATION_ERROR: count: ");
    peer.submit(FEDERATION, "anchors:Append", LOG, "8", ROOT, "9", ROOT, "1", ROOT)
        .refused("VALIDATION_ERROR: count: ");
    peer.submit(FEDERATION, "anchors:Append", LOG, "8", ROOT, "8", ROOT, "0", ROOT)
        .refused("VALIDATION_ERROR: count: ");
  }

  @Test
  void logsDoNotMeet() {
    first(8);
    peer.submit(FEDERATION, "anchors:Append", "f".repeat(64), "8", OTHER_ROOT, "0", "", "8", "")
        .recorded("AnchorAppended");
    peer.evaluate(FEDERATION, "anchors:Get", "a".repeat(64), "8").refused("NOT_FOUND: there is no anchor 8");
    peer.evaluate(FEDERATION, "anchors:Get", LOG, "9").refused("NOT_FOUND: there is no anchor 9");
  }

  @Test
  void anchorsAreListedByTheirSizeFromOneOn() {
    first(2);
    for (int size = 3; size <= 30; size++) {
      append(FEDERATION, size, size - 1, proof(size - 1, size)).recorded("AnchorAppended");
    }
    assertThat(Pages.all(peer, "size", "anchors:List", LOG, "0")).hasSize(29).startsWith("2", "3")
        .endsWith("30");
    assertThat(Pages.all(peer, "size", "anchors:List", LOG, "11")).hasSize(20).startsWith("11")
        .endsWith("30");
    assertThat(Pages.all(peer, "size", "anchors:List", LOG, "31")).isEmpty();
  }

  private Answer first(int size) {
    return append(FEDERATION, size, 0, "").recorded("AnchorAppended");
  }

  private Answer append(String msp, int size, int before, String proof) {
    return peer.submit(msp, "anchors:Append", LOG, "" + size, root(size), "" + before,
        before == 0 ? "" : root(before), "" + (size - before), proof);
  }

  private Answer submit(String size, String root, String before, String rootBefore, String proof) {
    return peer.submit(FEDERATION, "anchors:Append", LOG, size, root, before, rootBefore,
        "" + (Integer.parseInt(size) - Integer.parseInt(before)), proof);
  }

  private static String root(int size) {
    return Trees.root(Trees.leaves(size));
  }

  private static String proof(int before, int size) {
    return Trees.proof(before, Trees.leaves(size));
  }
}
