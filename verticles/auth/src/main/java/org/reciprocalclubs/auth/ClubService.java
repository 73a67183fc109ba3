package org.reciprocalclubs.auth;

import java.util.Map;
import java.util.UUID;
import org.reciprocalclubs.auth.rules.Club;
import org.reciprocalclubs.auth.rules.ClubProfile;
import org.reciprocalclubs.auth.store.ClubTable;
import org.reciprocalclubs.auth.store.SuspensionTable;
import org.reciprocalclubs.codecs.auth.v1.ClubChanged;
import org.reciprocalclubs.codecs.auth.v1.GetClubRequest;
import org.reciprocalclubs.codecs.auth.v1.GetMyClubRequest;
import org.reciprocalclubs.codecs.auth.v1.ListClubsRequest;
import org.reciprocalclubs.codecs.auth.v1.ListClubsResponse;
import org.reciprocalclubs.codecs.auth.v1.UpdateClubRequest;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Uuids;
import org.reciprocalclubs.kit.store.ConstraintViolated;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;

/**
 * The federation's clubs, as every club reads them, and each club's own page. For virtual threads; thread-
 * safe.
 */
final class ClubService {
  private final Store store;
  private final KeptAnswers kept;

  ClubService(Store store, KeptAnswers kept) {
    this.store = store;
    this.kept = kept;
  }

  ListClubsResponse list(ListClubsRequest request) {
    return store.read(asking(), tx -> {
      Map<UUID, SuspensionTable.Open> suspended = SuspensionTable.open(tx);
      return ListClubsResponse.newBuilder().addAllClubs(ClubTable.all(tx).stream()
          .map(club -> AuthMapper.club(club, suspended.get(club.id()))).toList()).build();
    });
  }

  org.reciprocalclubs.codecs.auth.v1.Club get(GetClubRequest request) {
    if (request.getId().isEmpty() == request.getCode().isEmpty()) {
      throw Problem.validation("id", "Either id or code must be given");
    }
    return store.read(asking(), tx -> {
      Club club = (request.getId().isEmpty()
          ? ClubTable.byCode(tx, request.getCode().strip().toUpperCase(java.util.Locale.ROOT))
          : ClubTable.byId(tx, Uuids.read("id", request.getId()))).orElseThrow(ClubService::unknown);
      return AuthMapper.club(club, SuspensionTable.open(tx).get(club.id()));
    });
  }

  /** Why a club is suspended there is for the operator's club alone to read. */
  private static Scope asking() {
    UUID club = CallContext.current().caller().club();
    return club == null ? Scope.nobody() : Scope.club(club);
  }

  org.reciprocalclubs.codecs.auth.v1.Club mine(GetMyClubRequest request) {
    UUID club = CallContext.current().caller().requireClub();
    return store.read(Scope.nobody(), tx -> ClubTable.byId(tx, club)).map(AuthMapper::club)
        .orElseThrow(ClubService::unknown);
  }

  org.reciprocalclubs.codecs.auth.v1.Club update(UpdateClubRequest request) {
    UUID id = CallContext.current().caller().requireClub();
    try {
      return store.transact(Scope.club(id), tx -> kept.once(tx, "UpdateClub", request,
          org.reciprocalclubs.codecs.auth.v1.Club.getDefaultInstance(), () -> change(tx, id, request)));
    } catch (ConstraintViolated refused) {
      if (refused.constraint().equals(ClubTable.NAME_KEY)) {
        throw Problem.conflict("NAME_TAKEN", "Another club has this name").field("name");
      }
      throw refused;
    }
  }

  private static org.reciprocalclubs.codecs.auth.v1.Club change(Tx tx, UUID id, UpdateClubRequest request) {
    ClubTable.lock(tx);
    Club before = ClubTable.byId(tx, id).orElseThrow(ClubService::unknown);
    ClubProfile profile = ClubChanges.profile(before.profile(), request);
    Club.Settings settings = request.hasSettings()
        ? ClubChanges.settings(request.getSettings())
        : before.settings();
    if (profile.equals(before.profile()) && settings.equals(before.settings())) {
      return AuthMapper.club(before);
    }
    Club after = new Club(id, before.version() + 1, profile, before.status(), before.tier(), settings,
        before.createdAt(),
        tx.now());
    ClubTable.update(tx, after);
    Facts.appendForAll(tx, id, before.version(), id,
        ClubChanged.newBuilder().setClubId(id.toString()).build());
    return AuthMapper.club(after);
  }

  static Problem unknown() {
    return Problem.notFound("There is no such club");
  }
}
