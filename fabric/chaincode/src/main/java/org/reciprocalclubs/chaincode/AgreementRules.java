package org.reciprocalclubs.chaincode;

import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.chaincode.AgreementHead.Parties;
import org.reciprocalclubs.chaincode.AgreementHead.Status;

/** What each change makes of an agreement, or why it is not possible. */
final class AgreementRules {

  private AgreementRules() {}

  /** @param club who puts the terms forward */
  private static Fact terms(Fact change, String club) {
    return Fact.empty().with("version", change.number("version"))
        .with("termsHash", change.string("termsHash"))
        .with("from", change.string("from")).withAny("until", change.textOf("until")).with("club", club);
  }

  /** Either club proposes, and proposes anew, until there is an agreement; amendments follow then. */
  static AgreementHead propose(@Nullable AgreementHead head, Fact change) {
    var parties = new Parties(change.string("agreement"), change.string("proposer"),
        change.string("partner"));
    if (head == null) {
      return AgreementHead.between(parties).offering(terms(change, parties.proposer()));
    }
    if (!head.parties().has(parties.proposer()) || !head.parties().has(parties.partner())) {
      throw Refusal.conflict("the agreement is between two other clubs");
    }
    if (head.status() != Status.PROPOSED) {
      throw Refusal.conflict("the agreement is " + head.status() + ", and can only be amended");
    }
    return head.offering(later(head, terms(change, parties.proposer())));
  }

  static AgreementHead amend(AgreementHead head, Fact change) {
    requireInForce(head);
    return head.offering(later(head, terms(change, change.string("club"))));
  }

  private static Fact later(AgreementHead head, Fact terms) {
    if (terms.number("version") <= head.lastVersion()) {
      throw Refusal.conflict("version " + terms.number("version") + " does not follow " + head.lastVersion());
    }
    return terms;
  }

  private static void requireInForce(AgreementHead head) {
    if (head.status() != Status.ACTIVE && head.status() != Status.SUSPENDED) {
      throw Refusal.conflict("the agreement is " + head.status());
    }
  }

  static AgreementHead approve(AgreementHead head, Fact change) {
    var offer = head.offer();
    if (offer == null || offer.number("version") != change.number("version")) {
      throw Refusal.conflict("version " + change.number("version") + " is not up for approval");
    }
    if (offer.string("club").equals(change.string("club"))) {
      throw Refusal.unauthorized("nobody approves their own terms");
    }
    if (!offer.string("termsHash").equals(change.string("termsHash"))) {
      throw Refusal.conflict("the terms of version " + change.number("version") + " have another hash");
    }
    return head.agreeing(offer);
  }

  static AgreementHead suspend(AgreementHead head, Fact change) {
    requireInForce(head);
    var club = change.string("club");
    if (head.suspendedBy().containsKey(club)) {
      throw Refusal.conflict("club " + club + " has suspended the agreement already");
    }
    if (change.number("number") != head.suspensions() + 1) {
      throw Refusal
          .conflict("suspension " + change.number("number") + " does not follow " + head.suspensions());
    }
    return head.suspending(club);
  }

  /** Only who suspended may resume; where both did, both must. */
  static AgreementHead resume(AgreementHead head, Fact change) {
    requireInForce(head);
    var club = change.string("club");
    var number = change.number("number");
    if (head.suspendedBy().containsValue(number) && !isOwn(head, club, number)) {
      throw Refusal.unauthorized("only the club that suspended the agreement can resume it");
    }
    if (!isOwn(head, club, number)) {
      throw Refusal.conflict("suspension " + number + " is not open");
    }
    return head.resuming(club);
  }

  private static boolean isOwn(AgreementHead head, String club, long number) {
    var open = head.suspendedBy().get(club);
    return open != null && open == number;
  }

  static AgreementHead terminate(AgreementHead head, Fact change) {
    if (head.status() == Status.TERMINATED) {
      throw Refusal.conflict("the agreement is TERMINATED");
    }
    return head.terminating(change.string("endsAt"));
  }
}
