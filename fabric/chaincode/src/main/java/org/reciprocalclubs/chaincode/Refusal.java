package org.reciprocalclubs.chaincode;

import org.hyperledger.fabric.shim.ChaincodeException;

/**
 * Why a call is not recorded. Clients see only its text, {@code CODE: detail}, so the code comes first. It is
 * the answer to a call, no accident: it has no stack trace, and repeats nothing of an argument that could be
 * long or personal.
 */
final class Refusal extends ChaincodeException {
  private static final long serialVersionUID = 1;

  /** The closed list of codes, as the platform's other doors have them. */
  enum Code {
    /** An argument is not of its form; the detail begins with its name. The same call is never right. */
    VALIDATION_ERROR,
    /** The caller's organisation may not record this. */
    UNAUTHORIZED,
    /** What the call builds on is not recorded. */
    NOT_FOUND,
    /** Something else stands there already, or the call does not follow from what stands there. */
    CONFLICT
  }

  private Refusal(Code code, String detail) {
    super(code + ": " + detail);
  }

  static Refusal invalid(String argument, String why) {
    return new Refusal(Code.VALIDATION_ERROR, argument + ": " + why);
  }

  static Refusal unauthorized(String why) {
    return new Refusal(Code.UNAUTHORIZED, why);
  }

  static Refusal notFound(String what) {
    return new Refusal(Code.NOT_FOUND, what);
  }

  static Refusal conflict(String why) {
    return new Refusal(Code.CONFLICT, why);
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
