package org.reciprocalclubs.ledger.fabric;

/**
 * What the organisations' peers have endorsed and we have signed: ready to be ordered, by whoever has the
 * bytes. Immutable; the arrays are not copied.
 *
 * @param tx its id on the ledger, 64 hex digits
 * @param envelope the signed bytes, the same however often they are sent
 * @param result what the contract answered
 * @param msp the organisation through which it is sent and asked about
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Endorsed(String tx, byte[] envelope, byte[] result, String msp) {
  private static final byte[] NOTHING = {};

  /** One that is only asked about, not sent. */
  public static Endorsed known(String tx, String msp) {
    return new Endorsed(tx, NOTHING, NOTHING, msp);
  }

  /** The same through another organisation: the bytes keep their signature. */
  public Endorsed via(String other) {
    return new Endorsed(tx, envelope, result, other);
  }
}
