package org.reciprocalclubs.bench.micro;

import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import org.reciprocalclubs.kit.pass.P256;
import org.reciprocalclubs.kit.pass.PassClaims;
import org.reciprocalclubs.kit.pass.PassKey;
import org.reciprocalclubs.kit.pass.PassOutcome;
import org.reciprocalclubs.kit.pass.PassPhone;
import org.reciprocalclubs.kit.pass.PassVerifier;

/** Passes of different members, and beside them two signatures checked with keys at hand and nothing else. */
@State(Scope.Thread)
public class PassBench {
  private static final Instant NOW = Instant.parse("2026-06-17T12:00:00Z");
  private static final int MEMBERS = 256;
  private static final int SIGNED_BYTES = 200;

  private final KeyPair club = P256.generate();
  private final PassKey trusted = key();
  private final PassVerifier verifier = new PassVerifier(kid -> kid == trusted.kid() ? trusted : null);
  private final String[] passes = passes();
  private final byte[] message = new byte[SIGNED_BYTES];
  private final byte[] signature = P256.sign(club.getPrivate(), message);
  private final byte[] another = P256.sign(club.getPrivate(), message);
  private int next;

  private PassKey key() {
    var point = (ECPublicKey) club.getPublic();
    return new PassKey(PassKey.kidOf(P256.compressed(point)), new UUID(1, 1), point, NOW.minusSeconds(60),
        null);
  }

  private String[] passes() {
    var passes = new String[MEMBERS];
    for (int i = 0; i < MEMBERS; i++) {
      var phone = new PassPhone();
      var claims = new PassClaims(trusted.club(), new UUID(2, i), phone.key(), NOW,
          NOW.plus(PassClaims.LIFETIME), "1" + i);
      passes[i] = phone.show(claims.signedBy(trusted.kid(), club.getPrivate()), NOW);
    }
    return passes;
  }

  /**
   * All that a door's process does with the text of a code: both signatures, the pass's age and the code's,
   * and the hash by which the desk's transaction looks whether it was used up.
   */
  @Benchmark
  public PassOutcome pass(Blackhole sink) {
    next = (next + 1) % MEMBERS;
    var outcome = verifier.verify(passes[next], NOW);
    if (!(outcome instanceof PassOutcome.Authentic pass)) {
      throw new IllegalStateException("A pass that holds was refused: " + outcome);
    }
    sink.consume(pass.showing());
    sink.consume(pass.shownUntil());
    return outcome;
  }

  /** What cannot be saved: two signatures on P-256. */
  @Benchmark
  public boolean twoBareVerifications() {
    return P256.verify(club.getPublic(), message, signature)
        & P256.verify(club.getPublic(), message, another);
  }
}
