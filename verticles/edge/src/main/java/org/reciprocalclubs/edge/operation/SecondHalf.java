package org.reciprocalclubs.edge.operation;

import com.google.protobuf.Message;
import io.vertx.core.Future;
import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;

/**
 * A login that is half done. Its answer holds a challenge and no token; clients of REST and GraphQL, whose
 * answer to a login always holds one, hear of it as MFA_REQUIRED.
 */
final class SecondHalf {
  private SecondHalf() {}

  /** The answer, or what is to be proven first. */
  static Future<Message> before(Message answer) {
    if (!(answer instanceof AuthPayload login) || login.getChallenge().isEmpty()) {
      return Future.succeededFuture(answer);
    }
    return Future.failedFuture(Problem.of(ErrorCode.UNAUTHENTICATED, "MFA_REQUIRED",
        "Type a code of your authenticator, or a recovery code").challenge(login.getChallenge()));
  }
}
