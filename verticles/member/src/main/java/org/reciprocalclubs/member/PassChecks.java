package org.reciprocalclubs.member;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.reciprocalclubs.codecs.member.v1.CheckMyPassRequest;
import org.reciprocalclubs.codecs.member.v1.PassCheck;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.pass.PassClaims;
import org.reciprocalclubs.kit.pass.PassKey;
import org.reciprocalclubs.kit.pass.PassVerifier;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.member.store.MemberReads;
import org.reciprocalclubs.member.store.MemberRow;
import org.reciprocalclubs.member.store.PassKeyTable;

/** Tells a phone that the pass it keeps is void before a desk has to. Thread-safe. */
final class PassChecks {
  private static final String HOLDS = "";

  private final Store store;

  PassChecks(Store store) {
    this.store = store;
  }

  PassCheck checkMyPass(CheckMyPassRequest request) {
    Requested asked = Requested.now("CheckMyPass", request);
    UUID me = asked.call().caller().requireSubject();
    return store.read(asked.scope(), tx -> {
      MemberRow row = MemberReads.byUser(tx, me)
          .orElseThrow(() -> Problem.notFound("You are not a member of this club"));
      String code = new PassVerifier(keys(tx, asked.club())::get)
          .credential(request.getCredential().toByteArray())
          .filter(claims -> claims.member().equals(row.identity().id()))
          .map(claims -> code(tx, claims)).orElse("PASS_INVALID");
      return PassCheck.newBuilder().setHolds(code.equals(HOLDS)).setCode(code).build();
    });
  }

  private static String code(Tx tx, PassClaims claims) {
    if (!tx.now().isBefore(claims.expiresAt())) {
      return "PASS_EXPIRED";
    }
    Optional<Instant> voidUntil = MemberReads.passesVoidUntil(tx, claims.member());
    return voidUntil.filter(until -> !claims.issuedAt().isAfter(until)).isPresent() ? "PASS_REVOKED" : HOLDS;
  }

  private static Map<Long, PassKey> keys(Tx tx, UUID club) {
    Map<Long, PassKey> keys = new HashMap<>();
    for (PassKeyTable.Trusted key : PassKeyTable.trusted(tx)) {
      if (key.club().equals(club)) {
        keys.put(PassKey.kid(key.kid()), key.key());
      }
    }
    return keys;
  }
}
