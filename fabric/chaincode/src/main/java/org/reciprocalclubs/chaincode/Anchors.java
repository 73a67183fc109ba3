package org.reciprocalclubs.chaincode;

import org.hyperledger.fabric.contract.annotation.Contract;
import org.hyperledger.fabric.contract.annotation.Info;
import org.hyperledger.fabric.contract.annotation.Transaction;
import org.hyperledger.fabric.contract.annotation.Transaction.TYPE;
import org.hyperledger.fabric.shim.ledger.CompositeKey;
import org.reciprocalclubs.chaincode.ConsistencyProof.Tree;

/**
 * The transparency log as every organisation saw it: each anchor is the log's size and Merkle root at a
 * moment, follows exactly one earlier anchor, and comes with the proof that the log only grew since. So no
 * log has two histories here, however many leaves there are between two anchors.
 */
@Contract(name = "anchors", info = @Info(title = "Sizes and roots of transparency logs", version = "1.0.0"))
public final class Anchors implements ClubsContract {

  private static CompositeKey key(String log, long size) {
    return new CompositeKey("anchor", log, Arguments.digits(size));
  }

  /** Where what follows an anchor stands: the second that would follow it finds the first there. */
  private static CompositeKey after(String log, long size) {
    return new CompositeKey("anchor-after", log, Arguments.digits(size));
  }

  /** @param log SHA-256 of the log's origin, in hex */
  @Transaction(name = "Append")
  public String append(ClubsContext ledger, String log, String size, String root, String previousSize,
      String previousRoot, String count, String proof) {
    long leaves = Arguments.number("size", size, 1);
    long before = Arguments.number("previousSize", previousSize, 0);
    var fact = Fact.of("AnchorAppended").with("log", Arguments.digest("log", log)).with("size", leaves)
        .with("root", Arguments.digest("root", root)).with("previousSize", before)
        .with("previousRoot", before == 0
            ? none("previousRoot", previousRoot)
            : Arguments.digest("previousRoot", previousRoot))
        .with("count", Arguments.number("count", count, 1));
    if (leaves - before != fact.number("count")) {
      throw Refusal.invalid("count", "is not size less previousSize");
    }
    var evidence = ConsistencyProof.of("proof", proof);
    ledger.requireFederation();
    return ledger.once(key(log, leaves), fact, () -> {
      requireGrowth(ledger, fact, evidence);
      ledger.put(after(log, before), Fact.empty().with("size", leaves));
    }).toString();
  }

  private static String none(String name, String value) {
    if (!value.isEmpty()) {
      throw Refusal.invalid(name, "is not empty, though the first anchor follows none");
    }
    return value;
  }

  private static void requireGrowth(ClubsContext ledger, Fact fact, ConsistencyProof proof) {
    var log = fact.string("log");
    long before = fact.number("previousSize");
    if (before > 0) {
      var previous = ledger.find(key(log, before));
      if (previous == null) {
        throw notFollowing(fact, "there is no anchor " + before);
      }
      if (!previous.string("root").equals(fact.string("previousRoot"))) {
        throw notFollowing(fact, "the root of anchor " + before + " is another");
      }
    }
    var next = ledger.find(after(log, before));
    if (next != null) {
      throw notFollowing(fact, "anchor " + next.number("size") + " does");
    }
    requireProof(fact, proof);
  }

  private static Refusal notFollowing(Fact fact, String why) {
    return Refusal
        .conflict("anchor " + fact.number("size") + " does not follow " + fact.number("previousSize")
            + ": " + why);
  }

  private static void requireProof(Fact fact, ConsistencyProof proof) {
    boolean proven = fact.number("previousSize") == 0
        ? proof.isEmpty()
        : proof.proves(new Tree(fact.number("previousSize"), fact.string("previousRoot")),
            new Tree(fact.number("size"), fact.string("root")));
    if (!proven) {
      throw Refusal.invalid("proof", "does not prove that the log only grew");
    }
  }

  @Transaction(name = "Get", intent = TYPE.EVALUATE)
  public String get(ClubsContext ledger, String log, String size) {
    Arguments.digest("log", log);
    var anchor = ledger.find(key(log, Arguments.number("size", size, 1)));
    if (anchor == null) {
      throw Refusal.notFound("there is no anchor " + size);
    }
    return anchor.toString();
  }

  /** @param from the least size, where the page is the first */
  @Transaction(name = "List", intent = TYPE.EVALUATE)
  public String list(ClubsContext ledger, String log, String from, String pageSize, String bookmark) {
    var range = new CompositeKey("anchor", Arguments.digest("log", log));
    var first = key(log, Arguments.number("from", from, 0));
    return Page.of(range, pageSize, bookmark).from(first).read(ledger, each -> each);
  }
}
