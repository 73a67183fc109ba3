package org.reciprocalclubs.chaincode;

/**
 * Clubs, hashes and calls that the tests share. City and Harbour have organisations of their own, Summit has
 * none.
 */
final class Example {
  static final String FEDERATION = "FederationMSP";
  static final String CITY_MSP = "CityMSP";
  static final String HARBOUR_MSP = "HarbourMSP";
  static final String CITY = "01890a5d-ac96-774b-bcce-b302099a8057";
  static final String HARBOUR = "01890a5d-ac96-774b-bcce-b302099a8058";
  static final String SUMMIT = "01890a5d-ac96-774b-bcce-b302099a8059";
  static final String AGREEMENT = "01890a5d-ac96-774b-bcce-b302099a9001";
  static final String PROPOSAL = "01890a5d-ac96-774b-bcce-b302099a9002";
  static final String TERMS = hash('a');
  static final String OTHER_TERMS = hash('b');
  static final String ROOT = "c".repeat(64);
  static final String OTHER_ROOT = "d".repeat(64);
  static final String FROM = "2026-07-01T00:00:00Z";
  static final String UNTIL = "2027-07-01T00:00:00Z";

  private Example() {}

  static String hash(char digit) {
    return "sha256:" + String.valueOf(digit).repeat(64);
  }

  /** A peer that knows whose organisations City and Harbour are. */
  static MemoryPeer peer() {
    var peer = new MemoryPeer();
    peer.submit(FEDERATION, "clubs:Enrol", CITY, CITY_MSP).recorded("ClubEnrolled");
    peer.submit(FEDERATION, "clubs:Enrol", HARBOUR, HARBOUR_MSP).recorded("ClubEnrolled");
    return peer;
  }
}
