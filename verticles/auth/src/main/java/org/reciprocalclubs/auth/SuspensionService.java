package org.reciprocalclubs.auth;

import com.google.protobuf.Message;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.auth.rules.Club;
import org.reciprocalclubs.auth.store.ClubTable;
import org.reciprocalclubs.auth.store.SuspensionTable;
import org.reciprocalclubs.codecs.auth.v1.ClubReinstated;
import org.reciprocalclubs.codecs.auth.v1.ClubSuspended;
import org.reciprocalclubs.codecs.auth.v1.ReinstateClubRequest;
import org.reciprocalclubs.codecs.auth.v1.SuspendClubRequest;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Uuids;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;

/**
 * Suspends clubs and reinstates them: one row and one event each, however many people, devices and programs a
 * club has. Nothing of theirs is changed, so that all of it is there again afterwards. For virtual threads;
 * thread-safe.
 */
final class SuspensionService {
  private static final int REASON_CHARS_MAX = 1_000;

  private final Store store;

  SuspensionService(Store store) {
    this.store = store;
  }

  org.reciprocalclubs.codecs.auth.v1.Club suspend(SuspendClubRequest request) {
    UUID id = Uuids.read("clubId", request.getClubId());
    String reason = RequestFields.text("reason", request.getReason(), REASON_CHARS_MAX);
    UUID by = CallContext.current().caller().subject();
    return change(id, Club.SUSPENDED, ClubSuspended.newBuilder().setClubId(id.toString()).build(),
        tx -> SuspensionTable.begin(tx, Ids.uuid7(), id, reason, by));
  }

  org.reciprocalclubs.codecs.auth.v1.Club reinstate(ReinstateClubRequest request) {
    UUID id = Uuids.read("clubId", request.getClubId());
    UUID by = CallContext.current().caller().subject();
    return change(id, Club.ACTIVE, ClubReinstated.newBuilder().setClubId(id.toString()).build(),
        tx -> SuspensionTable.end(tx, id, by));
  }

  private org.reciprocalclubs.codecs.auth.v1.Club change(UUID id, String status, Message event,
      Consumer<Tx> row) {
    Scope operator = Scope.federation(CallContext.current().caller().requireClub());
    return store.transact(operator, tx -> {
      FederationService.requireOperator(tx);
      ClubTable.lock(tx);
      Club club = ClubTable.byId(tx, id).filter(each -> !each.isOperator())
          .orElseThrow(ClubService::unknown);
      if (club.status().equals(status)) {
        CallContext.current().markHit();
        return AuthMapper.club(club, SuspensionTable.open(tx).get(id));
      }
      Club after = club.with(status, tx.now());
      ClubTable.setStatus(tx, after);
      row.accept(tx);
      SuspensionTable.@Nullable Open open = SuspensionTable.open(tx).get(id);
      tx.as(Scope.club(id));
      Facts.appendForAll(tx, id, club.version(), id, event);
      return AuthMapper.club(after, open);
    });
  }

  /** Refuses whoever would begin or go on to act for a club that takes no part. */
  static void requireActive(Tx tx, UUID club, ErrorCode kind) {
    if (!ClubTable.isActive(tx, club)) {
      throw Problem.of(kind, "CLUB_NOT_ACTIVE", "The federation has suspended this club for the time being");
    }
  }
}
