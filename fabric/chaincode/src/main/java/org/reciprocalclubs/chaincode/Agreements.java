package org.reciprocalclubs.chaincode;

import java.util.function.Function;
import org.hyperledger.fabric.contract.annotation.Contract;
import org.hyperledger.fabric.contract.annotation.Info;
import org.hyperledger.fabric.contract.annotation.Transaction;
import org.hyperledger.fabric.contract.annotation.Transaction.TYPE;
import org.hyperledger.fabric.shim.ledger.CompositeKey;
import org.jspecify.annotations.Nullable;

/**
 * Agreements of two clubs. The terms are known by their hash and version; each club speaks for itself and
 * nobody approves their own terms. What a change writes (the agreement's head, the change, its place) asks
 * from then on for the endorsement of both clubs' organisations: nothing that is recorded is changed without
 * both clubs' peers having seen it. A key that is not there yet has no such policy: the majority of the
 * organisations that endorses the first proposal need not have the partner's among it.
 */
@Contract(name = "agreements", info = @Info(title = "Agreements between clubs", version = "1.0.0"))
public final class Agreements implements ClubsContract {

  private static CompositeKey key(String agreement) {
    return new CompositeKey("agreement", agreement);
  }

  /** A change by its place in the agreement's history. */
  private static CompositeKey change(String agreement, long place) {
    return new CompositeKey("agreement-change", agreement, Arguments.digits(place));
  }

  /** Where the change with a business key is in the history. */
  private static CompositeKey place(String agreement, String what, long number) {
    return new CompositeKey("agreement-place", agreement, what, Arguments.digits(number));
  }

  private static CompositeKey ofClub(String club, String agreement) {
    return new CompositeKey("agreement-of", club, agreement);
  }

  /**
   * Terms that one club offers another; a later version, of either club, takes the place of an earlier one.
   */
  @Transaction(name = "Propose")
  public String propose(ClubsContext ledger, String agreement, String version, String proposer,
      String partner,
      String termsHash, String from, String until) {
    var begins = Arguments.time("from", from);
    var fact = changed("AgreementProposed", agreement)
        .with("version", Arguments.number("version", version, 1))
        .with("proposer", Arguments.id("proposer", proposer))
        .with("partner", Arguments.id("partner", partner))
        .with("termsHash", Arguments.hash("termsHash", termsHash)).with("from", begins)
        .withAny("until", until.isEmpty() ? null : Arguments.timeAfter(begins, "until", until));
    if (proposer.equals(partner)) {
      throw Refusal.invalid("partner", "is the proposer");
    }
    ledger.requireActsFor(proposer);
    var change = new Change(ledger, fact, place(agreement, "version", fact.number("version")));
    return change.record(head -> AgreementRules.propose(head, fact));
  }

  /** The other club accepts the terms, first ones or an amendment, by their version and hash. */
  @Transaction(name = "Approve")
  public String approve(ClubsContext ledger, String agreement, String version, String club,
      String termsHash) {
    var fact = changed("AgreementApproved", agreement)
        .with("version", Arguments.number("version", version, 1))
        .with("club", Arguments.id("club", club)).with("termsHash", Arguments.hash("termsHash", termsHash));
    var key = place(agreement, "approval", fact.number("version"));
    return changeBy(ledger, fact, key, AgreementRules::approve);
  }

  /** New terms for an agreement in force; they wait for the other club's approval. */
  @Transaction(name = "Amend")
  public String amend(ClubsContext ledger, String agreement, String version, String club, String termsHash,
      String from) {
    var fact = changed("AgreementAmended", agreement).with("version", Arguments.number("version", version, 1))
        .with("club", Arguments.id("club", club)).with("termsHash", Arguments.hash("termsHash", termsHash))
        .with("from", Arguments.time("from", from));
    var key = place(agreement, "version", fact.number("version"));
    return changeBy(ledger, fact, key, AgreementRules::amend);
  }

  /** @param number which suspension of the agreement it is, from 1 */
  @Transaction(name = "Suspend")
  public String suspend(ClubsContext ledger, String agreement, String number, String club,
      String reasonHash) {
    var fact = changed("AgreementSuspended", agreement).with("number", Arguments.number("number", number, 1))
        .with("club", Arguments.id("club", club)).withAny("reasonHash", reason(reasonHash));
    return changeBy(ledger, fact, place(agreement, "suspension", fact.number("number")),
        AgreementRules::suspend);
  }

  /** @param number which suspension ends */
  @Transaction(name = "Resume")
  public String resume(ClubsContext ledger, String agreement, String number, String club) {
    var fact = changed("AgreementResumed", agreement).with("number", Arguments.number("number", number, 1))
        .with("club", Arguments.id("club", club));
    return changeBy(ledger, fact, place(agreement, "resumption", fact.number("number")),
        AgreementRules::resume);
  }

  /** @param at when it ends, or ended */
  @Transaction(name = "Terminate")
  public String terminate(ClubsContext ledger, String agreement, String club, String at, String reasonHash) {
    var fact = changed("AgreementTerminated", agreement).with("club", Arguments.id("club", club))
        .with("endsAt", Arguments.time("at", at)).withAny("reasonHash", reason(reasonHash));
    return changeBy(ledger, fact, place(agreement, "termination", 1), AgreementRules::terminate);
  }

  private static Fact changed(String type, String agreement) {
    return Fact.of(type).with("agreement", Arguments.id("agreement", agreement));
  }

  /** A reason need not be given. */
  private static @Nullable String reason(String hash) {
    return hash.isEmpty() ? null : Arguments.hash("reasonHash", hash);
  }

  private static String changeBy(ClubsContext ledger, Fact fact, CompositeKey place, Rule rule) {
    ledger.requireActsFor(fact.string("club"));
    return new Change(ledger, fact, place).record(head -> {
      if (head == null) {
        throw Refusal.notFound("agreement " + fact.string("agreement") + " is not proposed");
      }
      if (!head.parties().has(fact.string("club"))) {
        throw Refusal.unauthorized("club " + fact.string("club") + " is no party to the agreement");
      }
      return rule.next(head, fact);
    });
  }

  private interface Rule {
    AgreementHead next(AgreementHead head, Fact change);
  }

  private record Change(ClubsContext ledger, Fact fact, CompositeKey place) {

    /** Records it once, under its business key. */
    String record(Function<@Nullable AgreementHead, AgreementHead> rule) {
      var agreement = fact.string("agreement");
      var recorded = ledger.find(place);
      if (recorded != null) {
        var first = Fact
            .parse(ledger.getStub().getState(change(agreement, recorded.number("place")).toString()));
        return ClubsContext.repeated(first, fact).toString();
      }
      var before = ledger.find(key(agreement));
      return write(before == null, rule.apply(before == null ? null : AgreementHead.read(before))).toString();
    }

    private Fact write(boolean isFirst, AgreementHead next) {
      var parties = next.parties();
      var stamped = ledger.stamped(fact);
      putForBoth(parties, key(parties.agreement()), ledger.stamped(next.fact()));
      putForBoth(parties, change(parties.agreement(), next.changes()), stamped);
      putForBoth(parties, place, Fact.empty().with("place", next.changes()));
      if (isFirst) {
        ledger.put(ofClub(parties.proposer(), parties.agreement()), listed(parties.agreement()));
        ledger.put(ofClub(parties.partner(), parties.agreement()), listed(parties.agreement()));
      }
      ledger.announce(stamped);
      return stamped;
    }

    private void putForBoth(AgreementHead.Parties parties, CompositeKey key, Fact recorded) {
      ledger.put(key, recorded);
      ledger.endorsedByAll(key, ledger.organisationOf(parties.proposer()),
          ledger.organisationOf(parties.partner()));
    }
  }

  private static Fact listed(String agreement) {
    return Fact.empty().with("agreement", agreement);
  }

  /** Where the agreement stands. */
  @Transaction(name = "Get", intent = TYPE.EVALUATE)
  public String get(ClubsContext ledger, String agreement) {
    var head = ledger.find(key(Arguments.id("agreement", agreement)));
    if (head == null) {
      throw Refusal.notFound("agreement " + agreement + " is not proposed");
    }
    return head.toString();
  }

  /** Every change of the agreement, in order. */
  @Transaction(name = "History", intent = TYPE.EVALUATE)
  public String history(ClubsContext ledger, String agreement, String pageSize, String bookmark) {
    var range = new CompositeKey("agreement-change", Arguments.id("agreement", agreement));
    return Page.of(range, pageSize, bookmark).read(ledger, each -> each);
  }

  /** Where each agreement of a club stands. */
  @Transaction(name = "List", intent = TYPE.EVALUATE)
  public String list(ClubsContext ledger, String club, String pageSize, String bookmark) {
    var range = new CompositeKey("agreement-of", Arguments.id("club", club));
    return Page.of(range, pageSize, bookmark).read(ledger,
        each -> Fact.parse(ledger.getStub().getState(key(each.string("agreement")).toString())));
  }
}
