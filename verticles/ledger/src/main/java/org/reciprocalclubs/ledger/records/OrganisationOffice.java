package org.reciprocalclubs.ledger.records;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.reciprocalclubs.codecs.ledger.v1.AssignOrganisationRequest;
import org.reciprocalclubs.codecs.ledger.v1.GetOrganisationRequest;
import org.reciprocalclubs.codecs.ledger.v1.Organisation;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Uuids;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.ledger.fabric.Call;
import org.reciprocalclubs.ledger.records.Organisations.Own;
import org.reciprocalclubs.ledger.transactions.Kind;
import org.reciprocalclubs.ledger.transactions.TransactionRows;
import org.reciprocalclubs.ledger.transactions.Wanted;

/** The rpcs of organisations. Thread-safe. */
public final class OrganisationOffice {
  private static final Pattern MSP = Pattern.compile("[A-Za-z][A-Za-z0-9.-]{0,62}");
  private static final String IS_CLUB = """
      select from auth.clubs_for_desk() c where c.id = $1""";

  private final Store store;
  private final Supplier<List<String>> network;

  /** @param network the organisations for which this platform can sign; empty: there is no network */
  public OrganisationOffice(Store store, Supplier<List<String>> network) {
    this.store = store;
    this.network = network;
  }

  /** Assigns, and has the ledger enrol the club; the same again changes nothing. */
  public Organisation assign(AssignOrganisationRequest request) {
    var club = Uuids.read("clubId", request.getClubId());
    var msp = request.getMsp();
    if (!MSP.matcher(msp).matches() || msp.equals(Organisations.FEDERATION)) {
      throw Problem.validation("msp", "Name an organisation of the club's own, such as HarbourMSP");
    }
    var federation = CallContext.current().caller().requireClub();
    if (club.equals(federation)) {
      throw Problem.validation("clubId", Organisations.FEDERATION + " speaks for the federation");
    }
    var known = network.get();
    if (!known.isEmpty() && !known.contains(msp)) {
      throw Problem.conflict("ORGANISATION_UNKNOWN", "The network's profile has no organisation " + msp
          + ", so nothing could be recorded for the club: add it there first.");
    }
    return store.transact(Scope.federation(federation), tx -> assign(tx, club, msp, federation));
  }

  private static Organisation assign(Tx tx, UUID club, String msp, UUID federation) {
    if (tx.one(IS_CLUB, club).isEmpty()) {
      throw Problem.notFound("There is no such club");
    }
    var known = Organisations.find(tx, club);
    if (known.isEmpty()) {
      var own = new Own(msp, "club/" + club);
      var call = new Call("clubs", "Enrol", List.of(club.toString(), msp), Organisations.FEDERATION,
          Set.of());
      TransactionRows.enqueue(tx, new Wanted(own.key(), Kind.KEY, federation, NewEvent.EVERY_CLUB, call));
      Organisations.add(tx, club, own);
    }
    var found = known.or(() -> Organisations.find(tx, club)).orElseThrow();
    if (!found.msp().equals(msp)) {
      throw Problem.conflict("ORGANISATION_ASSIGNED",
          found.msp() + " speaks for that club, and the ledger keeps that.");
    }
    return organisation(club, msp, true);
  }

  /** Who speaks for a club. */
  public Organisation get(GetOrganisationRequest request) {
    var club = Uuids.read("clubId", request.getClubId());
    var scope = Scope.club(CallContext.current().caller().requireClub());
    return store.read(scope, tx -> {
      if (tx.one(IS_CLUB, club).isEmpty()) {
        throw Problem.notFound("There is no such club");
      }
      var own = Organisations.find(tx, club);
      return organisation(club, own.map(Own::msp).orElse(Organisations.FEDERATION), own.isPresent());
    });
  }

  private static Organisation organisation(UUID club, String msp, boolean own) {
    return Organisation.newBuilder().setClubId(club.toString()).setMsp(msp).setOwn(own).build();
  }
}
