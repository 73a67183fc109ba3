package org.reciprocalclubs.chaincode;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where an agreement stands after its last change. It is kept under the agreement's own key, which every
 * change writes.
 *
 * @param inForce the terms that both approved; {@code null} before there are any
 * @param offer the terms that one of the two put forward and the other has not approved
 * @param lastVersion the highest version put forward so far
 * @param suspensions how many there were
 * @param suspendedBy the suspensions that are open: their number, by club
 * @param changes how many changes there were
 */
record AgreementHead(Parties parties, Status status, @Nullable Fact inForce, @Nullable Fact offer,
    long lastVersion, long suspensions, SortedMap<String, Long> suspendedBy, long changes,
    @Nullable String endsAt) {

  enum Status {
    PROPOSED, ACTIVE, SUSPENDED, TERMINATED
  }

  record Parties(String agreement, String proposer, String partner) {
    boolean has(String club) {
      return club.equals(proposer) || club.equals(partner);
    }
  }

  AgreementHead {
    suspendedBy = Collections.unmodifiableSortedMap(suspendedBy);
  }

  /** Nothing but who it is between. */
  static AgreementHead between(Parties parties) {
    return new AgreementHead(parties, Status.PROPOSED, null, null, 0, 0, new TreeMap<>(), 0, null);
  }

  AgreementHead offering(Fact terms) {
    return new AgreementHead(parties, status, inForce, terms, terms.number("version"), suspensions,
        suspendedBy,
        changes + 1, endsAt);
  }

  AgreementHead agreeing(Fact terms) {
    return new AgreementHead(parties, status == Status.PROPOSED ? Status.ACTIVE : status, terms, null,
        lastVersion, suspensions, suspendedBy, changes + 1, endsAt);
  }

  AgreementHead suspending(String club) {
    var more = new TreeMap<>(suspendedBy);
    more.put(club, suspensions + 1);
    return new AgreementHead(parties, Status.SUSPENDED, inForce, offer, lastVersion, suspensions + 1, more,
        changes + 1, endsAt);
  }

  AgreementHead resuming(String club) {
    var fewer = new TreeMap<>(suspendedBy);
    fewer.remove(club);
    return new AgreementHead(parties, fewer.isEmpty() ? Status.ACTIVE : Status.SUSPENDED, inForce, offer,
        lastVersion, suspensions, fewer, changes + 1, endsAt);
  }

  AgreementHead terminating(String at) {
    return new AgreementHead(parties, Status.TERMINATED, inForce, null, lastVersion, suspensions, suspendedBy,
        changes + 1, at);
  }

  static AgreementHead read(Fact fact) {
    var suspendedBy = new TreeMap<String, Long>();
    var open = fact.inner("suspendedBy");
    if (open != null) {
      open.members().keySet().forEach(club -> suspendedBy.put(club, open.number(club)));
    }
    var parties = new Parties(fact.string("agreement"), fact.string("proposer"), fact.string("partner"));
    return new AgreementHead(parties, Status.valueOf(fact.string("status")), fact.inner("inForce"),
        fact.inner("offer"), fact.number("lastVersion"), fact.number("suspensions"), suspendedBy,
        fact.number("changes"), fact.textOf("endsAt"));
  }

  Fact fact() {
    var open = Fact.empty();
    for (var each : suspendedBy.entrySet()) {
      open = open.with(each.getKey(), each.getValue());
    }
    return Fact.empty().with("agreement", parties.agreement()).with("proposer", parties.proposer())
        .with("partner", parties.partner()).with("status", status.name()).withAny("inForce", inForce)
        .withAny("offer", offer).with("lastVersion", lastVersion).with("suspensions", suspensions)
        .withAny("suspendedBy", suspendedBy.isEmpty() ? null : open).with("changes", changes)
        .withAny("endsAt", endsAt);
  }
}
