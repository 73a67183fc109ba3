package org.reciprocalclubs.kit.bus;

import org.reciprocalclubs.codecs.Rpc;

/** Who may call what, as the contract declares it. */
final class Permissions {
  private Permissions() {}

  /**
   * Lets the caller pass or throws.
   *
   * @throws Problem UNAUTHENTICATED or UNAUTHORIZED
   */
  static void check(Rpc rpc, Caller caller) {
    if (rpc.isPublic()) {
      return;
    }
    if (!caller.isAuthenticated()) {
      throw Problem.unauthenticated("Sign in first");
    }
    if (!rpc.isSession() && !caller.holdsAny(rpc.permissions())) {
      throw Problem.unauthorized("This needs the right " + rpc.permission());
    }
  }
}
