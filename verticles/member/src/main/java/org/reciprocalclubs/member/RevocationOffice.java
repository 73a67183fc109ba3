package org.reciprocalclubs.member;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.reciprocalclubs.codecs.member.v1.ExportRevocationListRequest;
import org.reciprocalclubs.codecs.member.v1.GetRevocationListRequest;
import org.reciprocalclubs.codecs.member.v1.PassRevocation;
import org.reciprocalclubs.codecs.member.v1.PassesRevoked;
import org.reciprocalclubs.codecs.member.v1.RevocationList;
import org.reciprocalclubs.codecs.member.v1.RevokeMyPassesRequest;
import org.reciprocalclubs.codecs.member.v1.RevokePassesRequest;
import org.reciprocalclubs.codecs.member.v1.RevokedPass;
import org.reciprocalclubs.codecs.member.v1.SignedList;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Uuids;
import org.reciprocalclubs.kit.pass.PassClaims;
import org.reciprocalclubs.kit.pass.SignedLists;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.member.store.MemberReads;
import org.reciprocalclubs.member.store.MemberRow;
import org.reciprocalclubs.member.store.MemberWrites;
import org.reciprocalclubs.member.store.RevokedPasses;

/**
 * Makes passes void before their thirty days are over. A pass carries no number of its own, so all that were
 * issued to a member until a moment are meant; desks read that moment with the member's row. Thread-safe.
 */
final class RevocationOffice {
  private final Store store;
  private final ListSigning signing;
  private final int listMax;

  RevocationOffice(Store store, ListSigning signing, MemberSettings settings) {
    this.store = store;
    this.signing = signing;
    this.listMax = settings.revocationsMax();
  }

  PassRevocation revokePasses(RevokePassesRequest request) {
    UUID member = Uuids.read("memberId", request.getMemberId());
    var reason = reason(request.getReason());
    Requested asked = Requested.now("RevokePasses", request);
    return store.transact(asked.scope(), tx -> asked.once(tx, PassRevocation.parser(), () -> {
      MemberRow row = MemberReads.byId(tx, member)
          .orElseThrow(() -> Problem.notFound("There is no such member").field("memberId"));
      return revoke(tx, asked, row, reason, false);
    }));
  }

  PassRevocation revokeMyPasses(RevokeMyPassesRequest request) {
    var reason = reason(request.getReason());
    Requested asked = Requested.now("RevokeMyPasses", request);
    UUID me = asked.call().caller().requireSubject();
    return store.transact(asked.scope(), tx -> asked.once(tx, PassRevocation.parser(), () -> {
      MemberRow row = MemberReads.byUser(tx, me)
          .orElseThrow(() -> Problem.notFound("You are not a member of this club"));
      Scope member = tx.scope();
      tx.as(Scope.club(asked.club())); // the row and the event are the club's
      PassRevocation revoked = revoke(tx, asked, row, reason, true);
      tx.as(member);
      return revoked;
    }));
  }

  RevocationList getRevocationList(GetRevocationListRequest request) {
    return store.read(Scope.nobody(), tx -> {
      List<RevokedPasses.Entry> entries = entries(tx);
      var list = RevocationList.newBuilder().setMadeAt(MemberMapper.time(tx.now()))
          .setComplete(complete(entries));
      entries.forEach(entry -> list.addEntries(RevokedPass.newBuilder()
          .setHash(ByteString.copyFrom(entry.hash()))
          .setIssuedUntil(MemberMapper.time(entry.issuedUntil()))));
      return list.build();
    });
  }

  SignedList exportRevocationList(ExportRevocationListRequest request) {
    SignedLists.Signer signer = signing.signer();
    return store.read(Scope.nobody(), tx -> {
      List<RevokedPasses.Entry> entries = entries(tx);
      byte[] list = SignedLists.revocations(entries.stream()
          .map(entry -> new SignedLists.Revoked(entry.hash(), entry.issuedUntil())).toList(),
          complete(entries), tx.now(), signer);
      return SignedList.newBuilder().setFilename("revocations.cose").setContent(ByteString.copyFrom(list))
          .build();
    });
  }

  /** Of passes that are older than their thirty days nothing has to be said any more. */
  private List<RevokedPasses.Entry> entries(Tx tx) {
    return RevokedPasses.since(tx, tx.now().minus(PassClaims.LIFETIME), listMax);
  }

  private boolean complete(List<RevokedPasses.Entry> entries) {
    return entries.size() < listMax;
  }

  /** A pass holds whole seconds: one issued in this second is meant, and the next is issued after it. */
  private static PassRevocation revoke(Tx tx, Requested asked, MemberRow row, PassRevocation.Reason reason,
      boolean byMember) {
    MemberRow.Identity who = row.identity();
    Instant until = MemberReads.passSecond(tx, who.id());
    var time = MemberMapper.time(until);
    var event = PassesRevoked.newBuilder().setMemberId(who.id().toString()).setClubId(who.club().toString())
        .setUserId(who.userId() == null ? "" : who.userId().toString()).setIssuedUntil(time).setReason(reason)
        .setByMember(byMember).build();
    int version = tx.append(who.id(), row.version(), NewEvent.of(asked.club(), event, asked.meta()));
    MemberWrites.passesVoid(tx, who.id(), until, version);
    return PassRevocation.newBuilder().setMemberId(who.id().toString()).setIssuedUntil(time).setReason(reason)
        .build();
  }

  private static PassRevocation.Reason reason(PassRevocation.Reason reason) {
    if (reason == PassRevocation.Reason.UNRECOGNIZED) {
      throw Problem.validation("reason", "There is no such reason");
    }
    return reason;
  }
}
