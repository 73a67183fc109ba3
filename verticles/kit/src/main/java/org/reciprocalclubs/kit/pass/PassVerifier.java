package org.reciprocalclubs.kit.pass;

import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.reciprocalclubs.kit.pass.PassOutcome.Reason;

/**
 * Checks a pass with nothing but the trust list and the time. Never throws on text, however made; costs two
 * signature checks at most, and none for text that is no pass. Thread-safe where its keys are.
 *
 * <pre>{@code
 * switch (new PassVerifier(trusted).verify(scanned, now)) {
 *   case PassOutcome.Authentic pass -> admit(pass.club(), pass.member());
 *   case PassOutcome.UnknownKey unknown -> readTheTrustListAgain();
 *   case PassOutcome.Refused refused -> refuse(refused.reason());
 * }
 * }</pre>
 */
public final class PassVerifier {
  /** A version 12-L QR code holds this many alphanumeric characters (ISO/IEC 18004). */
  public static final int MAX_CHARS = 535;
  /** How long ago a pass may have been signed by its phone. */
  public static final Duration MAX_AGE = Duration.ofSeconds(60);
  /** How far a phone's clock may be ahead. */
  public static final Duration MAX_AHEAD = Duration.ofSeconds(30);

  private final PassKeys trusted;

  public PassVerifier(PassKeys trusted) {
    this.trusted = trusted;
  }

  /** Judges the text of a QR code at that moment, platform time. */
  public PassOutcome verify(String text, Instant now) {
    Optional<Presentation> read = Presentation.read(text);
    if (read.isEmpty()) {
      return new PassOutcome.Refused(Reason.PASS_INVALID);
    }
    Presentation pass = read.get();
    long kid = pass.credential().kid().orElseThrow();
    PassKey clubKey = trusted.find(kid);
    if (clubKey == null) {
      return new PassOutcome.UnknownKey(kid);
    }
    PassClaims claims = pass.claims();
    if (!genuine(pass, clubKey) || claims.issuedAt().isAfter(now.plus(MAX_AHEAD))) {
      return new PassOutcome.Refused(Reason.PASS_INVALID);
    }
    if (!now.isBefore(claims.expiresAt())) {
      return new PassOutcome.Refused(Reason.PASS_EXPIRED);
    }
    if (pass.shownAt().isBefore(now.minus(MAX_AGE)) || pass.shownAt().isAfter(now.plus(MAX_AHEAD))) {
      return new PassOutcome.Refused(Reason.PASS_NOT_FRESH);
    }
    return new PassOutcome.Authentic(claims.club(), claims.member(), claims.number(), claims.issuedAt(),
        pass.shownAt(), PassKey.kid(pass.nonce()));
  }

  /** What a credential says that nobody shows, where a trusted key signed it; its time is not looked at. */
  public Optional<PassClaims> credential(byte[] credential) {
    Optional<CoseSign1> signed = CoseSign1.read(credential).filter(read -> read.kid().isPresent());
    return signed.flatMap(read -> PassClaims.read(read.payload())).filter(claims -> {
      CoseSign1 read = signed.get();
      PassKey clubKey = trusted.find(read.kid().getAsLong());
      return clubKey != null && signedBy(clubKey, read, claims);
    });
  }

  private static boolean signedBy(PassKey clubKey, CoseSign1 credential, PassClaims claims) {
    return clubKey.club().equals(claims.club()) && clubKey.inUseAt(claims.issuedAt())
        && credential.verifiedBy(clubKey.key());
  }

  private static boolean genuine(Presentation pass, PassKey clubKey) {
    PassClaims claims = pass.claims();
    if (!signedBy(clubKey, pass.credential(), claims)) {
      return false;
    }
    Optional<ECPublicKey> phoneKey = P256.publicKey(claims.phoneKey());
    return phoneKey.isPresent() && pass.signed().verifiedBy(phoneKey.get());
  }
}
