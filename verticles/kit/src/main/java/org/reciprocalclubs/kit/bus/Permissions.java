package org.reciprocalclubs.kit.bus;

import java.time.Instant;
import org.reciprocalclubs.codecs.Rpc;

/**
 * Who may call what, as the contract declares it. Asked twice: at the door, before a request goes on its way,
 * and by whoever serves it.
 */
public final class Permissions {
  private Permissions() {}

  /**
   * Lets the caller pass or throws.
   *
   * @throws Problem UNAUTHENTICATED, or UNAUTHORIZED, also with the codes MFA_ENROLMENT_REQUIRED and
   * STEP_UP_REQUIRED
   */
  public static void check(Rpc rpc, Caller caller) {
    if (rpc.isPublic()) {
      return;
    }
    if (!caller.isAuthenticated()) {
      throw Problem.unauthenticated("Sign in first");
    }
    if (caller.proof().enrolling() && !rpc.whileEnrolling()) {
      throw Problem.of(ErrorCode.UNAUTHORIZED, "MFA_ENROLMENT_REQUIRED",
          "What you may do asks for a second factor: enrol one first");
    }
    if (!rpc.isSession() && !caller.holdsAny(rpc.permissions())) {
      throw Problem.unauthorized("This needs the right " + rpc.permission());
    }
    if (rpc.stepUp()) {
      checkProof(caller);
    }
  }

  /** Whoever has a second factor proves it; what has none by nature does nothing that asks for one. */
  private static void checkProof(Caller caller) {
    if (caller.kind() == Caller.Kind.DEVICE || caller.kind() == Caller.Kind.INTEGRATION) {
      throw Problem.of(ErrorCode.UNAUTHORIZED, "STEP_UP_REQUIRED",
          "Only a person can prove once more that it is they: no device and no program does this");
    }
    if (caller.proof().factor()) {
      caller.proof().requireFresh(Instant.now());
    }
  }
}
