package org.reciprocalclubs.kit.bus;

/** The kinds of failure that every door knows, with their HTTP and gRPC status. */
public enum ErrorCode {
  /** Who asks is not known. */
  UNAUTHENTICATED(401, 16),
  /** Who asks may not. */
  UNAUTHORIZED(403, 7),
  /** The request is malformed; asking again will not help. */
  VALIDATION_ERROR(400, 3),
  /** What was asked for does not exist, or may not be seen. */
  NOT_FOUND(404, 5),
  /** Something else happened first: read again, then decide. */
  CONFLICT(409, 10),
  /** Understood and refused by a rule. */
  REFUSED(422, 9),
  /** Too often: wait as told. */
  RATE_LIMITED(429, 8),
  /** Too busy or not there just now: the same request may succeed later. */
  OVERLOADED(503, 14),
  /** No answer in time; whether it happened is not known. */
  DEADLINE(504, 4),
  /** The ledger did not take it. */
  BLOCKCHAIN_ERROR(502, 14),
  /** A fault of ours; the correlation id finds it in the log. */
  INTERNAL_ERROR(500, 13);

  private final int httpStatus;
  private final int grpcStatus;

  ErrorCode(int httpStatus, int grpcStatus) {
    this.httpStatus = httpStatus;
    this.grpcStatus = grpcStatus;
  }

  public int httpStatus() {
    return httpStatus;
  }

  public int grpcStatus() {
    return grpcStatus;
  }
}
