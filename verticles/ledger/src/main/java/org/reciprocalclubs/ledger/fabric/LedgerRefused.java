package org.reciprocalclubs.ledger.fabric;

/** Somebody said no, and nothing was ordered. The same call is answered the same until something changes. */
public final class LedgerRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Peers answered differently: some are a block behind, or a contract is not deterministic. */
  public static final String PEERS_DISAGREE = "PEERS_DISAGREE";
  /** Peers do not know our certificate, or it has ended. */
  public static final String IDENTITY_REFUSED = "IDENTITY_REFUSED";
  /** Orderers do not take these bytes: too long, or signed by a certificate that has ended since. */
  public static final String ORDERER_REFUSED = "ORDERER_REFUSED";
  /** The gateway does not understand the request. */
  public static final String REQUEST_INVALID = "REQUEST_INVALID";
  /** A contract failed without saying a code. */
  public static final String CONTRACT_FAILED = "CONTRACT_FAILED";

  private final String code;

  /**
   * @param code a contract's own, such as CONFLICT, or one of this class
   * @param detail for people
   */
  public LedgerRefused(String code, String detail) {
    super(detail);
    this.code = code;
  }

  /** Why, for programs. */
  public String code() {
    return code;
  }

  /** Why, for people, without the code. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
