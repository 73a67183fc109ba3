package org.reciprocalclubs.chaincode;

import org.hyperledger.fabric.contract.annotation.Contract;
import org.hyperledger.fabric.contract.annotation.Info;
import org.hyperledger.fabric.contract.annotation.Transaction;
import org.hyperledger.fabric.contract.annotation.Transaction.TYPE;
import org.hyperledger.fabric.shim.ledger.CompositeKey;

/**
 * Which organisation speaks for which club, the keys that a club signs with, and what it has revoked. A key
 * that is published stays; a revocation is a fact beside it. Several clubs may share an organisation, a club
 * has one for good.
 */
@Contract(name = "clubs", info = @Info(title = "Clubs, their keys and revocations", version = "1.0.0"))
public final class Clubs implements ClubsContract {

  static CompositeKey key(String club) {
    return new CompositeKey("club", club);
  }

  private static CompositeKey keyOf(String club, String kid) {
    return new CompositeKey("club-key", club, kid);
  }

  private static CompositeKey revocationOf(String club, String kid) {
    return new CompositeKey("club-key-revocation", club, kid);
  }

  private static CompositeKey revocations(String club, long number) {
    return new CompositeKey("club-revocations", club, Arguments.digits(number));
  }

  /** The federation records that an organisation of its own speaks for a club from now on. */
  @Transaction(name = "Enrol")
  public String enrol(ClubsContext ledger, String club, String msp) {
    var fact = Fact.of("ClubEnrolled").with("club", Arguments.id("club", club))
        .with("msp", Arguments.msp("msp", msp));
    if (msp.equals(ClubsContext.FEDERATION)) {
      throw Refusal.invalid("msp", "is the federation's, which serves the clubs that are not enrolled");
    }
    ledger.requireFederation();
    return ledger.once(key(club), fact, () -> {}).toString();
  }

  @Transaction(name = "Get", intent = TYPE.EVALUATE)
  public String get(ClubsContext ledger, String club) {
    var enrolled = ledger.find(key(Arguments.id("club", club)));
    if (enrolled == null) {
      throw Refusal.notFound("club " + club + " is not enrolled");
    }
    return enrolled.toString();
  }

  /** The club says that it signs with a key from a moment on. */
  @Transaction(name = "PublishKey")
  public String publishKey(ClubsContext ledger, String club, String kid, String algorithm, String publicKey,
      String notBefore) {
    var fact = Fact.of("KeyPublished").with("club", Arguments.id("club", club))
        .with("kid", Arguments.kid("kid", kid))
        .with("algorithm", Arguments.algorithm("algorithm", algorithm))
        .with("publicKey", Arguments.publicKey(algorithm, "publicKey", publicKey))
        .with("notBefore", Arguments.time("notBefore", notBefore));
    ledger.requireActsFor(club);
    return ledger.once(keyOf(club, kid), fact, () -> {}).toString();
  }

  /** The club says that what a key signed from a moment on is not the club's word. It may say so once. */
  @Transaction(name = "RevokeKey")
  public String revokeKey(ClubsContext ledger, String club, String kid, String at, String reason) {
    var fact = Fact.of("KeyRevoked").with("club", Arguments.id("club", club))
        .with("kid", Arguments.kid("kid", kid)).with("revokedAt", Arguments.time("at", at))
        .with("reason", Arguments.reason("reason", reason));
    ledger.requireActsFor(club);
    return ledger.once(revocationOf(club, kid), fact, () -> {
      if (!ledger.has(keyOf(club, kid))) {
        throw Refusal.notFound("key " + kid + " of club " + club + " is not published");
      }
    }).toString();
  }

  /**
   * The club commits to a list of what it has revoked, by the list's Merkle root. The lists are numbered from
   * 1.
   */
  @Transaction(name = "PublishRevocations")
  public String publishRevocations(ClubsContext ledger, String club, String number, String root,
      String count) {
    long place = Arguments.number("number", number, 1);
    var fact = Fact.of("RevocationsPublished").with("club", Arguments.id("club", club)).with("number", place)
        .with("root", Arguments.digest("root", root)).with("count", Arguments.number("count", count, 0));
    ledger.requireActsFor(club);
    return ledger.once(revocations(club, place), fact, () -> {
      if (place > 1 && !ledger.has(revocations(club, place - 1))) {
        throw Refusal.conflict("there are no revocations " + (place - 1) + " for " + place + " to follow");
      }
    }).toString();
  }

  /** Every key that a club published, each with its member {@code revocation} where there is one. */
  @Transaction(name = "ListKeys", intent = TYPE.EVALUATE)
  public String listKeys(ClubsContext ledger, String club, String pageSize, String bookmark) {
    var range = new CompositeKey("club-key", Arguments.id("club", club));
    return Page.of(range, pageSize, bookmark).read(ledger, each -> each.withAny("revocation",
        ledger.find(revocationOf(club, each.string("kid")))));
  }

  /** What {@code PublishRevocations} recorded, in order. */
  @Transaction(name = "ListRevocations", intent = TYPE.EVALUATE)
  public String listRevocations(ClubsContext ledger, String club, String pageSize, String bookmark) {
    var range = new CompositeKey("club-revocations", Arguments.id("club", club));
    return Page.of(range, pageSize, bookmark).read(ledger, each -> each);
  }
}
