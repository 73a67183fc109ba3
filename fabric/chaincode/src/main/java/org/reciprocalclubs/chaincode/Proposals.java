package org.reciprocalclubs.chaincode;

import java.util.List;
import org.hyperledger.fabric.contract.annotation.Contract;
import org.hyperledger.fabric.contract.annotation.Info;
import org.hyperledger.fabric.contract.annotation.Transaction;
import org.hyperledger.fabric.contract.annotation.Transaction.TYPE;
import org.hyperledger.fabric.shim.ledger.CompositeKey;

/**
 * What is voted on: who may vote and by which rules is fixed before the first ballot, ballots are committed
 * to by Merkle roots before the result, which comes last. When the vote closes and how many
 * ballots were committed is recorded for who compares it later: the contract does not. Nothing here says how
 * anybody voted.
 */
@Contract(name = "proposals", info = @Info(title = "Proposals and their results", version = "1.0.0"))
public final class Proposals implements ClubsContract {
  private static final String FEDERATION = "federation";
  private static final List<String> OUTCOMES = List.of("PASSED", "REJECTED", "EXPIRED", "CANCELLED");

  private static CompositeKey key(String proposal) {
    return new CompositeKey("proposal", proposal);
  }

  private static CompositeKey closing(String proposal) {
    return new CompositeKey("proposal-closing", proposal);
  }

  private static CompositeKey ballots(String proposal, long number) {
    return new CompositeKey("proposal-ballots", proposal, Arguments.digits(number));
  }

  /** @param scope the club whose proposal it is, or "federation" */
  @Transaction(name = "Open")
  public String open(ClubsContext ledger, String proposal, String scope, String electorateHash,
      String electors,
      String closesAt, String rulesHash) {
    var fact = Fact.of("ProposalOpened").with("proposal", Arguments.id("proposal", proposal))
        .with("scope", scope.equals(FEDERATION) ? scope : Arguments.id("scope", scope))
        .with("electorateHash", Arguments.hash("electorateHash", electorateHash))
        .with("electors", Arguments.number("electors", electors, 1))
        .with("closesAt", Arguments.time("closesAt", closesAt))
        .with("rulesHash", Arguments.hash("rulesHash", rulesHash));
    requireActsFor(ledger, scope);
    return ledger.once(key(proposal), fact, () -> {}).toString();
  }

  private static void requireActsFor(ClubsContext ledger, String scope) {
    if (scope.equals(FEDERATION)) {
      ledger.requireFederation();
    } else {
      ledger.requireActsFor(scope);
    }
  }

  /** Commits to a batch of ballots. The batches of a proposal are numbered from 1. */
  @Transaction(name = "Commit")
  public String commit(ClubsContext ledger, String proposal, String number, String root, String count) {
    long place = Arguments.number("number", number, 1);
    var fact = Fact.of("BallotsCommitted").with("proposal", Arguments.id("proposal", proposal))
        .with("number", place).with("root", Arguments.digest("root", root))
        .with("count", Arguments.number("count", count, 1));
    requireActsFor(ledger, opened(ledger, proposal).string("scope"));
    return ledger.once(ballots(proposal, place), fact, () -> {
      if (ledger.has(closing(proposal))) {
        throw Refusal.conflict("proposal " + proposal + " is closed");
      }
      if (place > 1 && !ledger.has(ballots(proposal, place - 1))) {
        throw Refusal.conflict("there are no ballots " + (place - 1) + " for " + place + " to follow");
      }
    }).toString();
  }

  /** @param tallyHash may be empty where the proposal was cancelled: there is no tally then */
  @Transaction(name = "Close")
  public String close(ClubsContext ledger, String proposal, String outcome, String tallyHash, String yes,
      String no, String abstain) {
    var fact = Fact.of("ProposalClosed").with("proposal", Arguments.id("proposal", proposal))
        .with("outcome", Arguments.oneOf(OUTCOMES, "outcome", outcome))
        .with("yes", Arguments.number("yes", yes, 0)).with("no", Arguments.number("no", no, 0))
        .with("abstain", Arguments.number("abstain", abstain, 0));
    boolean counted = !outcome.equals("CANCELLED") || !tallyHash.isEmpty();
    var whole = counted ? fact.with("tallyHash", Arguments.hash("tallyHash", tallyHash)) : fact;
    requireActsFor(ledger, opened(ledger, proposal).string("scope"));
    return ledger.once(closing(proposal), whole, () -> {}).toString();
  }

  private static Fact opened(ClubsContext ledger, String proposal) {
    var opening = ledger.find(key(proposal));
    if (opening == null) {
      throw Refusal.notFound("proposal " + proposal + " is not opened");
    }
    return opening;
  }

  /** The proposal as it was opened, with its member {@code closing} where it is closed. */
  @Transaction(name = "Get", intent = TYPE.EVALUATE)
  public String get(ClubsContext ledger, String proposal) {
    var opening = opened(ledger, Arguments.id("proposal", proposal));
    return opening.withAny("closing", ledger.find(closing(proposal))).toString();
  }

  /** What {@code Commit} recorded, in order. */
  @Transaction(name = "ListBallots", intent = TYPE.EVALUATE)
  public String listBallots(ClubsContext ledger, String proposal, String pageSize, String bookmark) {
    var range = new CompositeKey("proposal-ballots", Arguments.id("proposal", proposal));
    return Page.of(range, pageSize, bookmark).read(ledger, each -> each);
  }
}
