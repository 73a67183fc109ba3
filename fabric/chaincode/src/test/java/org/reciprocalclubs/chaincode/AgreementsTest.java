package org.reciprocalclubs.chaincode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.chaincode.Example.AGREEMENT;
import static org.reciprocalclubs.chaincode.Example.CITY;
import static org.reciprocalclubs.chaincode.Example.CITY_MSP;
import static org.reciprocalclubs.chaincode.Example.FEDERATION;
import static org.reciprocalclubs.chaincode.Example.FROM;
import static org.reciprocalclubs.chaincode.Example.HARBOUR;
import static org.reciprocalclubs.chaincode.Example.HARBOUR_MSP;
import static org.reciprocalclubs.chaincode.Example.OTHER_TERMS;
import static org.reciprocalclubs.chaincode.Example.SUMMIT;
import static org.reciprocalclubs.chaincode.Example.TERMS;
import static org.reciprocalclubs.chaincode.Example.UNTIL;

import java.util.List;
import java.util.Objects;
import org.hyperledger.fabric.shim.ext.sbe.impl.StateBasedEndorsementFactory;
import org.hyperledger.fabric.shim.ledger.CompositeKey;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgreementsTest {
  private final MemoryPeer peer = Example.peer();

  private Answer propose(String msp, String version, String proposer, String partner) {
    return peer.submit(msp, "agreements:Propose", AGREEMENT, version, proposer, partner, TERMS, FROM, UNTIL);
  }

  private Answer approve(String msp, String version, String club, String terms) {
    return peer.submit(msp, "agreements:Approve", AGREEMENT, version, club, terms);
  }

  private Answer amend(String msp, String version, String club) {
    return peer.submit(msp, "agreements:Amend", AGREEMENT, version, club, OTHER_TERMS, UNTIL);
  }

  private Answer suspend(String msp, String number, String club) {
    return peer.submit(msp, "agreements:Suspend", AGREEMENT, number, club, TERMS);
  }

  private Answer resume(String msp, String number, String club) {
    return peer.submit(msp, "agreements:Resume", AGREEMENT, number, club);
  }

  private Answer terminate(String msp, String club) {
    return peer.submit(msp, "agreements:Terminate", AGREEMENT, club, UNTIL, "");
  }

  private JSONObject head() {
    return peer.evaluate("AnyMSP", "agreements:Get", AGREEMENT).json();
  }

  private void activate() {
    propose(CITY_MSP, "1", CITY, HARBOUR).recorded("AgreementProposed");
    approve(HARBOUR_MSP, "1", HARBOUR, TERMS).recorded("AgreementApproved");
  }

  @Test
  void twoClubsAgree() {
    var proposed = propose(CITY_MSP, "1", CITY, HARBOUR).recorded("AgreementProposed");
    assertThat(proposed.text())
        .isEqualTo("{\"agreement\":\"" + AGREEMENT + "\",\"at\":\"2026-06-16T18:20:14Z\","
            + "\"from\":\"" + FROM + "\",\"partner\":\"" + HARBOUR + "\",\"proposer\":\"" + CITY
            + "\",\"termsHash\":\"" + TERMS + "\",\"tx\":\"tx-3\",\"type\":\"AgreementProposed\",\"until\":\""
            + UNTIL
            + "\",\"version\":1}");
    assertThat(head().getString("status")).isEqualTo("PROPOSED");
    var approved = approve(HARBOUR_MSP, "1", HARBOUR, TERMS).recorded("AgreementApproved");
    propose(CITY_MSP, "1", CITY, HARBOUR).repeats(proposed);
    approve(HARBOUR_MSP, "1", HARBOUR, TERMS).repeats(approved);
    var head = head();
    assertThat(head.getString("status")).isEqualTo("ACTIVE");
    assertThat(head.getJSONObject("inForce").getString("termsHash")).isEqualTo(TERMS);
    assertThat(head.has("offer")).isFalse();
    assertThat(head.getString("tx")).isEqualTo(approved.tx());
  }

  @Test
  void anAgreementWithoutAnEndHasNone() {
    var answer = peer.submit(CITY_MSP, "agreements:Propose", AGREEMENT, "1", CITY, HARBOUR, TERMS, FROM, "");
    assertThat(answer.recorded("AgreementProposed").json().has("until")).isFalse();
  }

  @Test
  void eachClubSpeaksForItself() {
    propose(HARBOUR_MSP, "1", CITY, HARBOUR)
        .refused("UNAUTHORIZED: HarbourMSP does not act for club " + CITY);
    propose(FEDERATION, "1", CITY, HARBOUR).refused("UNAUTHORIZED: ");
    propose(CITY_MSP, "1", CITY, HARBOUR);
    approve(CITY_MSP, "1", HARBOUR, TERMS).refused("UNAUTHORIZED: CityMSP does not act for club " + HARBOUR);
    approve(CITY_MSP, "1", CITY, TERMS).refused("UNAUTHORIZED: nobody approves their own terms");
    approve(FEDERATION, "1", SUMMIT, TERMS).refused("UNAUTHORIZED: club " + SUMMIT + " is no party");
    approve(HARBOUR_MSP, "1", HARBOUR, TERMS);
    amend(CITY_MSP, "2", HARBOUR).refused("UNAUTHORIZED: ");
    suspend(CITY_MSP, "1", HARBOUR).refused("UNAUTHORIZED: ");
    resume(CITY_MSP, "1", HARBOUR).refused("UNAUTHORIZED: ");
    terminate(CITY_MSP, HARBOUR).refused("UNAUTHORIZED: ");
    terminate(FEDERATION, SUMMIT).refused("UNAUTHORIZED: club " + SUMMIT + " is no party");
  }

  @Test
  void nothingHappensToAnAgreementThatIsNotProposed() {
    var missing = "NOT_FOUND: agreement " + AGREEMENT;
    approve(HARBOUR_MSP, "1", HARBOUR, TERMS).refused(missing);
    amend(CITY_MSP, "1", CITY).refused(missing);
    suspend(CITY_MSP, "1", CITY).refused(missing);
    resume(CITY_MSP, "1", CITY).refused(missing);
    terminate(CITY_MSP, CITY).refused(missing);
    peer.evaluate(CITY_MSP, "agreements:Get", AGREEMENT).refused(missing);
  }

  @Test
  void onlyTheVersionThatIsOfferedCanBeApprovedByItsHash() {
    propose(CITY_MSP, "2", CITY, HARBOUR);
    approve(HARBOUR_MSP, "1", HARBOUR, TERMS).refused("CONFLICT: version 1 is not up for approval");
    approve(HARBOUR_MSP, "2", HARBOUR, OTHER_TERMS)
        .refused("CONFLICT: the terms of version 2 have another hash");
    approve(HARBOUR_MSP, "2", HARBOUR, TERMS).recorded("AgreementApproved");
    approve(HARBOUR_MSP, "2", HARBOUR, OTHER_TERMS).refused("CONFLICT: AgreementApproved is recorded");
    approve(HARBOUR_MSP, "3", HARBOUR, TERMS).refused("CONFLICT: version 3 is not up for approval");
  }

  @Test
  void theOtherClubMayCounterAndThenTheFirstApproves() {
    propose(CITY_MSP, "1", CITY, HARBOUR);
    propose(HARBOUR_MSP, "2", HARBOUR, CITY).recorded("AgreementProposed");
    approve(HARBOUR_MSP, "1", HARBOUR, TERMS).refused("CONFLICT: version 1 is not up for approval");
    approve(HARBOUR_MSP, "2", HARBOUR, TERMS).refused("UNAUTHORIZED: nobody approves their own terms");
    approve(CITY_MSP, "2", CITY, TERMS).recorded("AgreementApproved");
    assertThat(head().getString("proposer")).isEqualTo(CITY);
    assertThat(head().getJSONObject("inForce").getLong("version")).isEqualTo(2);
  }

  @Test
  void versionsOnlyRise() {
    propose(CITY_MSP, "3", CITY, HARBOUR);
    propose(CITY_MSP, "2", CITY, HARBOUR).refused("CONFLICT: version 2 does not follow 3");
    propose(HARBOUR_MSP, "3", HARBOUR, CITY).refused("CONFLICT: AgreementProposed is recorded");
    approve(HARBOUR_MSP, "3", HARBOUR, TERMS);
    amend(CITY_MSP, "2", CITY).refused("CONFLICT: version 2 does not follow 3");
    propose(CITY_MSP, "4", CITY, HARBOUR)
        .refused("CONFLICT: the agreement is ACTIVE, and can only be amended");
  }

  @Test
  void anAgreementStaysBetweenItsTwoClubs() {
    propose(CITY_MSP, "1", CITY, HARBOUR);
    propose(CITY_MSP, "2", CITY, SUMMIT).refused("CONFLICT: the agreement is between two other clubs");
    propose(FEDERATION, "2", SUMMIT, CITY).refused("CONFLICT: the agreement is between two other clubs");
  }

  @Test
  void anAmendmentWaitsForTheOtherClub() {
    propose(CITY_MSP, "1", CITY, HARBOUR);
    amend(CITY_MSP, "2", CITY).refused("CONFLICT: the agreement is PROPOSED");
    approve(HARBOUR_MSP, "1", HARBOUR, TERMS);
    var amended = amend(HARBOUR_MSP, "2", HARBOUR).recorded("AgreementAmended");
    amend(HARBOUR_MSP, "2", HARBOUR).repeats(amended);
    assertThat(head().getJSONObject("inForce").getLong("version")).isEqualTo(1);
    approve(HARBOUR_MSP, "2", HARBOUR, OTHER_TERMS).refused("UNAUTHORIZED: nobody approves their own terms");
    approve(CITY_MSP, "2", CITY, OTHER_TERMS).recorded("AgreementApproved");
    assertThat(head().getJSONObject("inForce").getString("termsHash")).isEqualTo(OTHER_TERMS);
    amend(CITY_MSP, "3", CITY).recorded("AgreementAmended");
    amend(HARBOUR_MSP, "4", HARBOUR).recorded("AgreementAmended");
    approve(HARBOUR_MSP, "3", HARBOUR, OTHER_TERMS).refused("CONFLICT: version 3 is not up for approval");
  }

  @Test
  void whoSuspendedResumes() {
    propose(CITY_MSP, "1", CITY, HARBOUR);
    suspend(CITY_MSP, "1", CITY).refused("CONFLICT: the agreement is PROPOSED");
    approve(HARBOUR_MSP, "1", HARBOUR, TERMS);
    suspend(CITY_MSP, "2", CITY).refused("CONFLICT: suspension 2 does not follow 0");
    var suspended = suspend(CITY_MSP, "1", CITY).recorded("AgreementSuspended");
    suspend(CITY_MSP, "1", CITY).repeats(suspended);
    assertThat(head().getString("status")).isEqualTo("SUSPENDED");
    suspend(CITY_MSP, "2", CITY).refused("CONFLICT: club " + CITY + " has suspended the agreement already");
    resume(HARBOUR_MSP, "1", HARBOUR).refused("UNAUTHORIZED: only the club that suspended");
    resume(CITY_MSP, "2", CITY).refused("CONFLICT: suspension 2 is not open");
    var resumed = resume(CITY_MSP, "1", CITY).recorded("AgreementResumed");
    resume(CITY_MSP, "1", CITY).repeats(resumed);
    assertThat(head().getString("status")).isEqualTo("ACTIVE");
    suspend(HARBOUR_MSP, "1", HARBOUR).refused("CONFLICT: AgreementSuspended is recorded");
    suspend(HARBOUR_MSP, "2", HARBOUR).recorded("AgreementSuspended");
  }

  @Test
  void whereBothSuspendedBothMustResume() {
    activate();
    suspend(CITY_MSP, "1", CITY);
    suspend(HARBOUR_MSP, "2", HARBOUR).recorded("AgreementSuspended");
    assertThat(head().getJSONObject("suspendedBy").toMap()).isEqualTo(java.util.Map.of(CITY, 1, HARBOUR, 2));
    resume(CITY_MSP, "1", CITY).recorded("AgreementResumed");
    assertThat(head().getString("status")).isEqualTo("SUSPENDED");
    resume(HARBOUR_MSP, "2", HARBOUR).recorded("AgreementResumed");
    assertThat(head().getString("status")).isEqualTo("ACTIVE");
  }

  @Test
  void anAmendmentOfASuspendedAgreementDoesNotResumeIt() {
    activate();
    suspend(CITY_MSP, "1", CITY);
    amend(CITY_MSP, "2", CITY).recorded("AgreementAmended");
    approve(HARBOUR_MSP, "2", HARBOUR, OTHER_TERMS).recorded("AgreementApproved");
    assertThat(head().getString("status")).isEqualTo("SUSPENDED");
  }

  @Test
  void nothingFollowsATermination() {
    activate();
    amend(CITY_MSP, "2", CITY);
    var terminated = terminate(HARBOUR_MSP, HARBOUR).recorded("AgreementTerminated");
    assertThat(terminated.json().getString("endsAt")).isEqualTo(UNTIL);
    assertThat(terminated.json().has("reasonHash")).isFalse();
    terminate(HARBOUR_MSP, HARBOUR).repeats(terminated);
    terminate(CITY_MSP, CITY).refused("CONFLICT: AgreementTerminated is recorded");
    assertThat(head().getString("status")).isEqualTo("TERMINATED");
    assertThat(head().getString("endsAt")).isEqualTo(UNTIL);
    approve(HARBOUR_MSP, "2", HARBOUR, OTHER_TERMS).refused("CONFLICT: version 2 is not up for approval");
    amend(CITY_MSP, "3", CITY).refused("CONFLICT: the agreement is TERMINATED");
    suspend(CITY_MSP, "1", CITY).refused("CONFLICT: the agreement is TERMINATED");
    propose(CITY_MSP, "3", CITY, HARBOUR).refused("CONFLICT: the agreement is TERMINATED");
  }

  @Test
  void aSuspensionThatATerminationOvertookStaysAsItWas() {
    activate();
    suspend(CITY_MSP, "1", CITY);
    terminate(CITY_MSP, CITY).recorded("AgreementTerminated");
    resume(CITY_MSP, "1", CITY).refused("CONFLICT: the agreement is TERMINATED");
  }

  @Test
  void whatEveryChangeWritesAsksForBothClubsOrganisationsFromThenOn() {
    var key = new CompositeKey("agreement", AGREEMENT).toString();
    var listed = new CompositeKey("agreement-of").toString();
    for (var change : List.of(propose(CITY_MSP, "1", CITY, HARBOUR),
        approve(HARBOUR_MSP, "1", HARBOUR, TERMS),
        amend(CITY_MSP, "2", CITY), suspend(CITY_MSP, "1", CITY), resume(CITY_MSP, "1", CITY),
        terminate(CITY_MSP, CITY))) {
      assertThat(change.writes()).containsKey(key);
      assertThat(change.policies().keySet())
          .containsExactlyInAnyOrderElementsOf(change.writes().keySet().stream()
              .filter(each -> !each.startsWith(listed)).toList());
      assertThat(change.policies().values()).hasSize(3).allSatisfy(
          policy -> assertThat(organisations(policy)).containsExactlyInAnyOrder(CITY_MSP, HARBOUR_MSP));
    }
  }

  @Test
  void aClubThatIsEnrolledLaterEndorsesByItselfFromItsNextChangeOn() {
    peer.submit(CITY_MSP, "agreements:Propose", AGREEMENT, "1", CITY, SUMMIT, TERMS, FROM, "");
    var key = new CompositeKey("agreement", AGREEMENT).toString();
    assertThat(organisations(peer.policies().get(key))).containsExactlyInAnyOrder(CITY_MSP, FEDERATION);
    peer.submit(FEDERATION, "clubs:Enrol", SUMMIT, "SummitMSP");
    approve(FEDERATION, "1", SUMMIT, TERMS).refused("UNAUTHORIZED: ");
    approve("SummitMSP", "1", SUMMIT, TERMS).recorded("AgreementApproved");
    assertThat(organisations(peer.policies().get(key))).containsExactlyInAnyOrder(CITY_MSP, "SummitMSP");
  }

  private static List<String> organisations(byte @Nullable [] policy) {
    return StateBasedEndorsementFactory.getInstance().newStateBasedEndorsement(Objects.requireNonNull(policy))
        .listOrgs();
  }

  @Test
  void theHistoryHasEveryChangeInOrder() {
    activate();
    amend(CITY_MSP, "2", CITY);
    suspend(CITY_MSP, "1", CITY);
    approve(HARBOUR_MSP, "2", HARBOUR, OTHER_TERMS);
    resume(CITY_MSP, "1", CITY);
    for (int i = 2; i < 6; i++) {
      suspend(CITY_MSP, "" + i, CITY).recorded("AgreementSuspended");
      resume(CITY_MSP, "" + i, CITY).recorded("AgreementResumed");
    }
    terminate(CITY_MSP, CITY);
    assertThat(Pages.all(peer, "type", "agreements:History", AGREEMENT)).hasSize(15)
        .startsWith("AgreementProposed", "AgreementApproved", "AgreementAmended", "AgreementSuspended",
            "AgreementApproved", "AgreementResumed")
        .endsWith("AgreementSuspended", "AgreementResumed", "AgreementTerminated");
    assertThat(head().getLong("changes")).isEqualTo(15);
  }

  @Test
  void eachClubsAgreementsAreListedWhereTheyStand() {
    activate();
    for (int i = 10; i < 20; i++) {
      peer.submit(CITY_MSP, "agreements:Propose", AGREEMENT.substring(0, 34) + i, "1", CITY, SUMMIT, TERMS,
          FROM,
          "").recorded("AgreementProposed");
    }
    assertThat(Pages.all(peer, "status", "agreements:List", CITY)).hasSize(11).startsWith("ACTIVE",
        "PROPOSED");
    assertThat(Pages.all(peer, "agreement", "agreements:List", HARBOUR)).containsExactly(AGREEMENT);
    assertThat(Pages.all(peer, "status", "agreements:List", SUMMIT)).hasSize(10);
    assertThat(Pages.all(peer, "status", "agreements:List", NOBODY)).isEmpty();
  }

  private static final String NOBODY = Example.PROPOSAL;
}
