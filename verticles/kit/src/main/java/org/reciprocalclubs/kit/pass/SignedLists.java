package org.reciprocalclubs.kit.pass;

import java.nio.ByteBuffer;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What desks without a network need to check passes, as the federation signs it: which keys are trusted, and
 * which passes are revoked. Whoever hands a list on cannot change it; its moment says how old it is, and the
 * text at its head keeps one from being taken for another. Pure.
 */
public final class SignedLists {
  /** Heads a trust list. */
  public static final String TRUST_LIST = "RC1:trust-list";
  /** Heads a list of revoked passes. */
  public static final String REVOCATIONS = "RC1:revocations";
  /** Bytes of an entry's hash. */
  public static final int HASH_BYTES = 8;

  private SignedLists() {}

  /**
   * The federation's key for lists.
   *
   * @param kid named in the list's protected header, as {@link PassKey#kidOf} makes it
   */
  public record Signer(long kid, PrivateKey key) {}

  /** A trusted key, and the code of the club whose it is. */
  public record Trusted(PassKey key, String clubCode) {}

  /**
   * @param hash of club and member: {@link #HASH_BYTES}
   * @param issuedUntil passes issued in this second or before are void
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Revoked(byte[] hash, Instant issuedUntil) {
    public Revoked {
      if (hash.length != HASH_BYTES) {
        throw new IllegalArgumentException("An entry's hash has " + HASH_BYTES + " bytes");
      }
    }
  }

  /** The trusted keys as a COSE_Sign1. */
  public static byte[] trustList(List<Trusted> keys, Instant madeAt, Signer signer) {
    return signed(head(TRUST_LIST, madeAt)
        .with(3, new CborItem.Items(keys.stream().<CborItem>map(SignedLists::entry).toList())), signer);
  }

  /**
   * The revoked passes as a COSE_Sign1.
   *
   * @param entries sorted by their hashes, as unsigned bytes
   * @param complete false when there are more than the list may hold
   */
  public static byte[] revocations(List<Revoked> entries, boolean complete, Instant madeAt, Signer signer) {
    ByteBuffer bytes = ByteBuffer.allocate(entries.size() * (HASH_BYTES + Integer.BYTES));
    // without a sign, so that it lasts as long as a pass's own seconds do
    entries.forEach(entry -> bytes.put(entry.hash()).putInt((int) entry.issuedUntil().getEpochSecond()));
    return signed(head(REVOCATIONS, madeAt).with(3, new CborItem.Int(complete ? 1 : 0))
        .with(4, new CborItem.Bytes(bytes.array())), signer);
  }

  private static CborItem.Fields head(String kind, Instant madeAt) {
    return CborItem.Fields.none().with(1, new CborItem.Text(kind)).with(2, seconds(madeAt));
  }

  private static CborItem.Fields entry(Trusted trusted) {
    PassKey key = trusted.key();
    CborItem.Fields fields = CborItem.Fields.none().with(1, new CborItem.Bytes(PassKey.bytes(key.kid())))
        .with(2, PassClaims.bytes(key.club())).with(3, new CborItem.Bytes(P256.compressed(key.key())))
        .with(4, seconds(key.notBefore())).with(6, new CborItem.Text(trusted.clubCode()));
    @Nullable
    Instant retired = key.retiredAt();
    return retired == null ? fields : fields.with(5, seconds(retired));
  }

  private static CborItem seconds(Instant at) {
    return new CborItem.Int(at.getEpochSecond());
  }

  private static byte[] signed(CborItem payload, Signer signer) {
    return CoseSign1.sign(OptionalLong.of(signer.kid()), CborWriter.write(payload), signer.key()).encoded();
  }
}
