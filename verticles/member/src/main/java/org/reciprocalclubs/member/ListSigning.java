package org.reciprocalclubs.member;

import com.google.protobuf.ByteString;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.HexFormat;
import java.util.Optional;
import org.reciprocalclubs.codecs.member.v1.ListKey;
import org.reciprocalclubs.kit.pass.P256;
import org.reciprocalclubs.kit.pass.PassKey;
import org.reciprocalclubs.kit.pass.SignedLists;
import org.reciprocalclubs.kit.seal.Sealer;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.member.store.ListKeyTable;

/**
 * Signs the lists that the federation publishes, with a key of its own: made when first needed, kept sealed.
 * Devices keep its public half, so it is not changed as clubs' keys are. Thread-safe.
 */
final class ListSigning {
  private final Store store;
  private final Sealer sealer;

  ListSigning(Store store, Sealer sealer) {
    this.store = store;
    this.sealer = sealer;
  }

  SignedLists.Signer signer() {
    ListKeyTable.Row row = row();
    byte[] plain = sealer.open(row.sealed(), sealedAs(row.kid()));
    return new SignedLists.Signer(PassKey.kid(row.kid()), P256.privateKey(plain));
  }

  /** The public half. */
  ListKey key() {
    ListKeyTable.Row row = row();
    return ListKey.newBuilder().setKid(ByteString.copyFrom(row.kid()))
        .setPublicKey(ByteString.copyFrom(row.publicKey())).build();
  }

  private ListKeyTable.Row row() {
    Optional<ListKeyTable.Row> found = store.read(Scope.nobody(), ListKeyTable::find);
    return found.orElseGet(() -> {
      ListKeyTable.Row made = make();
      return store.transact(Scope.nobody(), tx -> {
        ListKeyTable.add(tx, made);
        return ListKeyTable.find(tx).orElseThrow();
      });
    });
  }

  private ListKeyTable.Row make() {
    KeyPair keys = P256.generate();
    byte[] point = P256.compressed((ECPublicKey) keys.getPublic());
    byte[] kid = PassKey.bytes(PassKey.kidOf(point));
    return new ListKeyTable.Row(kid, point, sealer.seal(keys.getPrivate().getEncoded(), sealedAs(kid)));
  }

  private static String sealedAs(byte[] kid) {
    return "member.list-key/" + HexFormat.of().formatHex(kid);
  }
}
