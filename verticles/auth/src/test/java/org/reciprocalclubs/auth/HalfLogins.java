package org.reciprocalclubs.auth;

import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.codecs.auth.v1.CompleteLoginRequest;
import org.reciprocalclubs.codecs.auth.v1.SessionsGrpcClient;
import org.reciprocalclubs.kit.bus.Caller;

/** The second half of a login. */
final class HalfLogins {
  private HalfLogins() {}

  static AuthPayload complete(AuthNode node, String challenge, String code) {
    return node.ask(Caller.ANONYMOUS, SessionsGrpcClient.CompleteLogin,
        CompleteLoginRequest.newBuilder().setChallenge(challenge).setCode(code).build());
  }
}
