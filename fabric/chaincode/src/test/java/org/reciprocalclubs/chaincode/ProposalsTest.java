package org.reciprocalclubs.chaincode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.chaincode.Example.CITY;
import static org.reciprocalclubs.chaincode.Example.CITY_MSP;
import static org.reciprocalclubs.chaincode.Example.FEDERATION;
import static org.reciprocalclubs.chaincode.Example.HARBOUR_MSP;
import static org.reciprocalclubs.chaincode.Example.OTHER_TERMS;
import static org.reciprocalclubs.chaincode.Example.PROPOSAL;
import static org.reciprocalclubs.chaincode.Example.ROOT;
import static org.reciprocalclubs.chaincode.Example.TERMS;
import static org.reciprocalclubs.chaincode.Example.UNTIL;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProposalsTest {
  private final MemoryPeer peer = Example.peer();

  private Answer open(String msp, String scope, String electors) {
    return peer.submit(msp, "proposals:Open", PROPOSAL, scope, TERMS, electors, UNTIL, OTHER_TERMS);
  }

  private Answer commit(String msp, String number, String count) {
    return peer.submit(msp, "proposals:Commit", PROPOSAL, number, ROOT, count);
  }

  private Answer close(String msp, String outcome, String tally, String yes) {
    return peer.submit(msp, "proposals:Close", PROPOSAL, outcome, tally, yes, "3", "0");
  }

  @Test
  void aClubOpensItsProposalOnce() {
    open(FEDERATION, CITY, "40").refused("UNAUTHORIZED: ");
    open(HARBOUR_MSP, CITY, "40").refused("UNAUTHORIZED: ");
    var first = open(CITY_MSP, CITY, "40").recorded("ProposalOpened");
    assertThat(first.json().getLong("electors")).isEqualTo(40);
    open(CITY_MSP, CITY, "40").repeats(first);
    open(CITY_MSP, CITY, "41").refused("CONFLICT: ProposalOpened is recorded");
    assertThat(peer.evaluate(HARBOUR_MSP, "proposals:Get", PROPOSAL).text()).isEqualTo(first.text());
  }

  @Test
  void theFederationsProposalIsItsOwn() {
    open(CITY_MSP, "federation", "12").refused("UNAUTHORIZED: ");
    open(FEDERATION, "federation", "12").recorded("ProposalOpened");
    commit(CITY_MSP, "1", "5").refused("UNAUTHORIZED: ");
    commit(FEDERATION, "1", "5").recorded("BallotsCommitted");
    close(CITY_MSP, "PASSED", TERMS, "9").refused("UNAUTHORIZED: ");
    close(FEDERATION, "PASSED", TERMS, "9").recorded("ProposalClosed");
  }

  @Test
  void nothingHappensToAProposalThatIsNotOpened() {
    commit(CITY_MSP, "1", "5").refused("NOT_FOUND: proposal " + PROPOSAL);
    close(CITY_MSP, "PASSED", TERMS, "9").refused("NOT_FOUND: proposal " + PROPOSAL);
    peer.evaluate(CITY_MSP, "proposals:Get", PROPOSAL).refused("NOT_FOUND: proposal " + PROPOSAL);
  }

  @Test
  void ballotsAreCommittedToWithoutAGapWhileTheProposalIsOpen() {
    open(CITY_MSP, CITY, "40");
    commit(CITY_MSP, "2", "5").refused("CONFLICT: there are no ballots 1 for 2 to follow");
    var first = commit(CITY_MSP, "1", "5").recorded("BallotsCommitted");
    commit(CITY_MSP, "1", "5").repeats(first);
    commit(CITY_MSP, "1", "6").refused("CONFLICT: BallotsCommitted is recorded");
    for (int number = 2; number <= 12; number++) {
      commit(CITY_MSP, "" + number, "5").recorded("BallotsCommitted");
    }
    close(CITY_MSP, "PASSED", TERMS, "37").recorded("ProposalClosed");
    commit(CITY_MSP, "13", "5").refused("CONFLICT: proposal " + PROPOSAL + " is closed");
    commit(CITY_MSP, "1", "5").repeats(first);
    assertThat(Pages.all(peer, "number", "proposals:ListBallots", PROPOSAL))
        .containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PASSED", "REJECTED", "EXPIRED", "CANCELLED"})
  void aProposalIsClosedOnce(String outcome) {
    open(CITY_MSP, CITY, "40");
    var first = close(CITY_MSP, outcome, TERMS, "37").recorded("ProposalClosed");
    close(CITY_MSP, outcome, TERMS, "37").repeats(first);
    close(CITY_MSP, outcome, TERMS, "36").refused("CONFLICT: ProposalClosed is recorded");
    var read = peer.evaluate(HARBOUR_MSP, "proposals:Get", PROPOSAL).json();
    assertThat(read.getJSONObject("closing").getString("outcome")).isEqualTo(outcome);
    assertThat(read.getString("type")).isEqualTo("ProposalOpened");
  }

  @Test
  void onlyWhatWasCancelledHasNoTally() {
    open(CITY_MSP, CITY, "40");
    close(CITY_MSP, "EXPIRED", "", "0").refused("VALIDATION_ERROR: tallyHash: ");
    assertThat(close(CITY_MSP, "CANCELLED", "", "0").recorded("ProposalClosed").json().has("tallyHash"))
        .isFalse();
  }
}
