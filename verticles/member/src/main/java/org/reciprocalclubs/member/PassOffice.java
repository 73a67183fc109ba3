package org.reciprocalclubs.member;

import com.google.protobuf.ByteString;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.UUID;
import org.reciprocalclubs.codecs.member.v1.GetTrustListRequest;
import org.reciprocalclubs.codecs.member.v1.IssuePassRequest;
import org.reciprocalclubs.codecs.member.v1.Pass;
import org.reciprocalclubs.codecs.member.v1.PassIssued;
import org.reciprocalclubs.codecs.member.v1.TrustList;
import org.reciprocalclubs.codecs.member.v1.TrustedKey;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.pass.P256;
import org.reciprocalclubs.kit.pass.PassClaims;
import org.reciprocalclubs.kit.pass.PassKey;
import org.reciprocalclubs.kit.seal.Sealer;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.member.rules.Standing;
import org.reciprocalclubs.member.store.ClubFact;
import org.reciprocalclubs.member.store.MemberReads;
import org.reciprocalclubs.member.store.MemberRow;
import org.reciprocalclubs.member.store.MemberWrites;
import org.reciprocalclubs.member.store.PassKeyTable;

/** Signs passes with the home club's key, which is made when first needed and kept sealed. Thread-safe. */
final class PassOffice {
  private final Store store;
  private final Sealer sealer;

  PassOffice(Store store, Sealer sealer) {
    this.store = store;
    this.sealer = sealer;
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

  TrustList getTrustList(GetTrustListRequest request) {
    return store.read(Scope.nobody(), tx -> {
      var list = TrustList.newBuilder();
      for (PassKeyTable.Trusted key : PassKeyTable.trusted(tx)) {
        var trusted = TrustedKey.newBuilder().setClubId(key.club().toString()).setClubCode(key.clubCode())
            .setKid(ByteString.copyFrom(key.kid())).setPublicKey(ByteString.copyFrom(key.publicKey()))
            .setNotBefore(MemberMapper.time(key.notBefore()));
        if (key.retiredAt() != null) {
          trusted.setRetiredAt(MemberMapper.time(key.retiredAt()));
        }
        list.addKeys(trusted);
      }
      return list.build();
    });
  }

  /** From here on the club acts, not the member: the key and the event are the club's. */
  private Pass issue(Tx tx, Requested asked, MemberRow row, ECPublicKey phone) {
    Scope member = tx.scope();
    tx.as(Scope.club(asked.club()));
    SigningKey key = signingKey(tx);
    MemberRow.Identity who = row.identity();
    Instant issued = issuedAt(tx, who.id());
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

  /** Now, in whole seconds; after the second up to which passes are void, or this one would be void too. */
  private static Instant issuedAt(Tx tx, UUID member) {
    Instant now = tx.now().truncatedTo(ChronoUnit.SECONDS);
    return MemberReads.passesVoidUntil(tx, member).map(until -> until.plusSeconds(1))
        .filter(first -> first.isAfter(now)).orElse(now);
  }

  private record SigningKey(long kid, PrivateKey key) {}

  private SigningKey signingKey(Tx tx) {
    PassKeyTable.Sealed kept = PassKeyTable.inUse(tx).orElseGet(() -> {
      make(tx);
      return PassKeyTable.inUse(tx).orElseThrow();
    });
    byte[] plain = sealer.open(kept.sealed(), sealedAs(kept.kid()));
    return new SigningKey(PassKey.kid(kept.kid()), P256.privateKey(plain));
  }

  private void make(Tx tx) {
    KeyPair keys = P256.generate();
    byte[] point = P256.compressed((ECPublicKey) keys.getPublic());
    byte[] kid = PassKey.bytes(PassKey.kidOf(point));
    PassKeyTable.add(tx, kid, point, sealer.seal(keys.getPrivate().getEncoded(), sealedAs(kid)));
  }

  private static String sealedAs(byte[] kid) {
    return "member.pass-key/" + HexFormat.of().formatHex(kid);
  }
}
