package org.reciprocalclubs.member;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.reciprocalclubs.codecs.member.v1.ExportTrustListRequest;
import org.reciprocalclubs.codecs.member.v1.GetTrustListRequest;
import org.reciprocalclubs.codecs.member.v1.ListKey;
import org.reciprocalclubs.codecs.member.v1.PassKeyRotated;
import org.reciprocalclubs.codecs.member.v1.PassKeyRotation;
import org.reciprocalclubs.codecs.member.v1.RotatePassKeyRequest;
import org.reciprocalclubs.codecs.member.v1.SignedList;
import org.reciprocalclubs.codecs.member.v1.TrustList;
import org.reciprocalclubs.codecs.member.v1.TrustedKey;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.pass.PassKey;
import org.reciprocalclubs.kit.pass.SignedLists;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.member.store.PassKeyTable;

/** Which keys passes are checked with, and a club's change of its own. Thread-safe. */
final class PassKeyOffice {
  /** Keys of one club on the trust list; more would be a mistake, and every desk keeps the list. */
  static final int KEYS_MAX = 16;

  private final Store store;
  private final PassKeyRing ring;
  private final ListSigning signing;

  PassKeyOffice(Store store, PassKeyRing ring, ListSigning signing) {
    this.store = store;
    this.ring = ring;
    this.signing = signing;
  }

  /** Each rotation is a stream of its own. */
  PassKeyRotation rotatePassKey(RotatePassKeyRequest request) {
    Requested asked = Requested.now("RotatePassKey", request);
    return store.transact(asked.scope(), tx -> asked.once(tx, PassKeyRotation.parser(), () -> {
      Scope caller = tx.scope();
      tx.as(Scope.club(asked.club())); // keys are the club's, whoever acts for it
      PassKeyRotation rotation = rotate(tx, request.getCompromised());
      var event = PassKeyRotated.newBuilder().setClubId(asked.club().toString()).setKid(rotation.getKid())
          .setRetiredKid(rotation.getRetiredKid()).setCompromised(rotation.getCompromised()).build();
      tx.append(Ids.uuid7(), 0, NewEvent.of(asked.club(), event, asked.meta()));
      tx.as(caller);
      return rotation;
    }));
  }

  private PassKeyRotation rotate(Tx tx, boolean compromised) {
    Optional<byte[]> retired = PassKeyTable.retire(tx, compromised);
    if (PassKeyTable.listed(tx) >= KEYS_MAX) {
      throw Problem.refused("PASS_KEYS_TOO_MANY", "Your club has changed its key " + KEYS_MAX
          + " times within a month; a key stays listed until the last pass that it signed is over");
    }
    ring.make(tx);
    return PassKeyRotation.newBuilder().setKid(ByteString.copyFrom(PassKey.bytes(ring.inUse(tx).kid())))
        .setRetiredKid(ByteString.copyFrom(retired.orElse(new byte[0]))).setCompromised(compromised).build();
  }

  TrustList getTrustList(GetTrustListRequest request) {
    ListKey listKey = signing.key();
    return store.read(Scope.nobody(), tx -> {
      var list = TrustList.newBuilder().setMadeAt(MemberMapper.time(tx.now())).setListKey(listKey);
      PassKeyTable.trusted(tx).forEach(key -> list.addKeys(told(key)));
      return list.build();
    });
  }

  SignedList exportTrustList(ExportTrustListRequest request) {
    SignedLists.Signer signer = signing.signer();
    return store.read(Scope.nobody(), tx -> {
      var keys = PassKeyTable.trusted(tx).stream()
          .map(key -> new SignedLists.Trusted(key.key(), key.clubCode())).toList();
      return SignedList.newBuilder().setFilename("trust-list.cose")
          .setContent(ByteString.copyFrom(SignedLists.trustList(keys, tx.now(), signer))).build();
    });
  }

  private static TrustedKey told(PassKeyTable.Trusted key) {
    var trusted = TrustedKey.newBuilder().setClubId(key.club().toString()).setClubCode(key.clubCode())
        .setKid(ByteString.copyFrom(key.kid())).setPublicKey(ByteString.copyFrom(key.publicKey()))
        .setNotBefore(MemberMapper.time(key.notBefore()));
    if (key.retiredAt() != null) {
      trusted.setRetiredAt(MemberMapper.time(key.retiredAt()));
    }
    return trusted.build();
  }
}
