package org.reciprocalclubs.member;

import com.google.protobuf.ByteString;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.UUID;
import org.reciprocalclubs.codecs.member.v1.IssuePassRequest;
import org.reciprocalclubs.codecs.member.v1.Pass;
import org.reciprocalclubs.codecs.member.v1.PassIssued;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.pass.P256;
import org.reciprocalclubs.kit.pass.PassClaims;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.member.rules.Standing;
import org.reciprocalclubs.member.store.ClubFact;
import org.reciprocalclubs.member.store.MemberReads;
import org.reciprocalclubs.member.store.MemberRow;
import org.reciprocalclubs.member.store.MemberWrites;

/** Signs passes with the home club's key, which is made when first needed. Thread-safe. */
final class PassOffice {
  private final Store store;
  private final PassKeyRing keys;

  PassOffice(Store store, PassKeyRing keys) {
    this.store = store;
    this.keys = keys;
  }

  Pass issuePass(IssuePassRequest request) {
    ECPublicKey phone = P256.publicKey(request.getDeviceKey().toByteArray()).orElseThrow(
        () -> Problem.validation("deviceKey", "A point of the curve P-256, compressed or not (SEC 1)"));
    Requested asked = Requested.now("IssuePass", request);
    UUID me = asked.call().caller().requireSubject();
    return store.transact(asked.scope(), tx -> asked.once(tx, Pass.parser(), () -> {
      ClubFact club = MemberDesk.club(tx, asked);
      MemberRow row = MemberReads.byUser(tx, me)
          .orElseThrow(() -> Problem.notFound("You are not a member of this club"));
      if (row.standingOn(club.dayAt(tx.now())) != Standing.ACTIVE) {
        throw Problem.refused("MEMBERSHIP_NOT_ACTIVE", "Only active members get a pass");
      }
      return issue(tx, asked, row, phone);
    }));
  }

  /** From here on the club acts, not the member: the key and the event are the club's. */
  private Pass issue(Tx tx, Requested asked, MemberRow row, ECPublicKey phone) {
    Scope member = tx.scope();
    tx.as(Scope.club(asked.club()));
    PassKeyRing.SigningKey key = keys.inUse(tx);
    MemberRow.Identity who = row.identity();
    Instant issued = MemberReads.passSecond(tx, who.id());
    Instant expires = issued.plus(PassClaims.LIFETIME);
    byte[] credential = new PassClaims(who.club(), who.id(), P256.compressed(phone), issued, expires,
        who.number())
        .signedBy(key.kid(), key.key());
    var event = PassIssued.newBuilder().setMemberId(who.id().toString()).setClubId(who.club().toString())
        .setUserId(String.valueOf(who.userId())).build();
    int version = tx.append(who.id(), row.version(), NewEvent.of(asked.club(), event, asked.meta()));
    MemberWrites.version(tx, who.id(), version);
    String code = MemberDesk.club(tx, asked).code();
    tx.as(member);
    return Pass.newBuilder().setCredential(ByteString.copyFrom(credential))
        .setExpiresAt(MemberMapper.time(expires))
        .setClubCode(code).setMemberNumber(who.number()).build();
  }
}
