package org.reciprocalclubs.chaincode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.chaincode.Example.CITY;
import static org.reciprocalclubs.chaincode.Example.CITY_MSP;
import static org.reciprocalclubs.chaincode.Example.FEDERATION;
import static org.reciprocalclubs.chaincode.Example.FROM;
import static org.reciprocalclubs.chaincode.Example.HARBOUR_MSP;
import static org.reciprocalclubs.chaincode.Example.OTHER_ROOT;
import static org.reciprocalclubs.chaincode.Example.ROOT;
import static org.reciprocalclubs.chaincode.Example.SUMMIT;
import static org.reciprocalclubs.chaincode.Example.UNTIL;

import org.junit.jupiter.api.Test;

class ClubsTest {
  private static final String KEY = "A".repeat(43);
  private final MemoryPeer peer = Example.peer();

  @Test
  void theFederationEnrolsAClubOnceAndForGood() {
    var first = peer.submit(FEDERATION, "clubs:Enrol", SUMMIT, "SummitMSP").recorded("ClubEnrolled");
    assertThat(first.text()).isEqualTo("{\"at\":\"2026-06-16T18:20:14Z\",\"club\":\"" + SUMMIT
        + "\",\"msp\":\"SummitMSP\",\"tx\":\"tx-3\",\"type\":\"ClubEnrolled\"}");
    assertThat(peer.evaluate(CITY_MSP, "clubs:Get", SUMMIT).text()).isEqualTo(first.text());
    peer.submit(FEDERATION, "clubs:Enrol", SUMMIT, "SummitMSP").repeats(first);
    peer.submit(FEDERATION, "clubs:Enrol", SUMMIT, HARBOUR_MSP)
        .refused("CONFLICT: ClubEnrolled is recorded with other content, by transaction tx-3");
  }

  @Test
  void nobodyElseEnrols() {
    peer.submit(CITY_MSP, "clubs:Enrol", SUMMIT, CITY_MSP).refused("UNAUTHORIZED: ");
    peer.evaluate(CITY_MSP, "clubs:Get", SUMMIT).refused("NOT_FOUND: ");
  }

  @Test
  void onlyTheClubsOwnOrganisationSpeaksForIt() {
    publish(CITY_MSP, CITY, "k1").recorded("KeyPublished");
    publish(FEDERATION, CITY, "k2").refused("UNAUTHORIZED: FederationMSP does not act for club " + CITY);
    publish(HARBOUR_MSP, CITY, "k2").refused("UNAUTHORIZED: ");
  }

  @Test
  void theFederationSpeaksForAClubUntilItIsEnrolled() {
    publish(FEDERATION, SUMMIT, "k1").recorded("KeyPublished");
    publish("SummitMSP", SUMMIT, "k2").refused("UNAUTHORIZED: ");
    peer.submit(FEDERATION, "clubs:Enrol", SUMMIT, "SummitMSP").recorded("ClubEnrolled");
    publish(FEDERATION, SUMMIT, "k2").refused("UNAUTHORIZED: ");
    publish("SummitMSP", SUMMIT, "k2").recorded("KeyPublished");
  }

  private Answer publish(String msp, String club, String kid) {
    return peer.submit(msp, "clubs:PublishKey", club, kid, "EdDSA", KEY, FROM);
  }

  @Test
  void aKeyIsPublishedOnce() {
    var first = publish(CITY_MSP, CITY, "k1").recorded("KeyPublished");
    publish(CITY_MSP, CITY, "k1").repeats(first);
    peer.submit(CITY_MSP, "clubs:PublishKey", CITY, "k1", "EdDSA", "B" + "A".repeat(42), FROM)
        .refused("CONFLICT: KeyPublished is recorded with other content");
    publish(HARBOUR_MSP, Example.HARBOUR, "k1").recorded("KeyPublished");
  }

  @Test
  void aPublishedKeyIsRevokedOnce() {
    peer.submit(CITY_MSP, "clubs:RevokeKey", CITY, "k1", UNTIL, "KEY_COMPROMISE")
        .refused("NOT_FOUND: key k1");
    publish(CITY_MSP, CITY, "k1");
    peer.submit(FEDERATION, "clubs:RevokeKey", CITY, "k1", UNTIL, "KEY_COMPROMISE").refused("UNAUTHORIZED: ");
    var first = peer.submit(CITY_MSP, "clubs:RevokeKey", CITY, "k1", UNTIL, "KEY_COMPROMISE")
        .recorded("KeyRevoked");
    assertThat(first.json().getString("revokedAt")).isEqualTo(UNTIL);
    assertThat(first.json().getString("at")).isEqualTo(MemoryPeer.at(6).toString());
    peer.submit(CITY_MSP, "clubs:RevokeKey", CITY, "k1", UNTIL, "KEY_COMPROMISE").repeats(first);
    peer.submit(CITY_MSP, "clubs:RevokeKey", CITY, "k1", FROM, "KEY_COMPROMISE").refused("CONFLICT: ");
  }

  @Test
  void keysAreListedWithTheirRevocations() {
    publish(CITY_MSP, CITY, "k1");
    publish(CITY_MSP, CITY, "k2");
    publish(HARBOUR_MSP, Example.HARBOUR, "k3");
    var revoked = peer.submit(CITY_MSP, "clubs:RevokeKey", CITY, "k2", UNTIL, "SUPERSEDED").json();
    var keys = peer.evaluate(HARBOUR_MSP, "clubs:ListKeys", CITY, "100", "").json();
    assertThat(keys.getString("bookmark")).isEmpty();
    assertThat(keys.getJSONArray("items").length()).isEqualTo(2);
    assertThat(keys.getJSONArray("items").getJSONObject(0).getString("kid")).isEqualTo("k1");
    assertThat(keys.getJSONArray("items").getJSONObject(0).has("revocation")).isFalse();
    assertThat(keys.getJSONArray("items").getJSONObject(1).getJSONObject("revocation").similar(revoked))
        .isTrue();
  }

  @Test
  void listsOfRevocationsFollowEachOtherWithoutAGap() {
    revocations(CITY_MSP, "2", ROOT).refused("CONFLICT: there are no revocations 1 for 2 to follow");
    var first = revocations(CITY_MSP, "1", ROOT).recorded("RevocationsPublished");
    revocations(CITY_MSP, "1", ROOT).repeats(first);
    revocations(CITY_MSP, "1", OTHER_ROOT).refused("CONFLICT: RevocationsPublished is recorded");
    revocations(FEDERATION, "2", ROOT).refused("UNAUTHORIZED: ");
    revocations(CITY_MSP, "2", OTHER_ROOT).recorded("RevocationsPublished");
    var listed = peer.evaluate(FEDERATION, "clubs:ListRevocations", CITY, "100", "").json()
        .getJSONArray("items");
    assertThat(listed.length()).isEqualTo(2);
    assertThat(listed.getJSONObject(1).getLong("number")).isEqualTo(2);
  }

  private Answer revocations(String msp, String number, String root) {
    return peer.submit(msp, "clubs:PublishRevocations", CITY, number, root, "12");
  }
}
