package org.reciprocalclubs.auth;

import java.time.Clock;
import java.util.List;
import org.bouncycastle.util.encoders.Base32;
import org.reciprocalclubs.auth.keys.Totp;
import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.codecs.auth.v1.BeginTotpRequest;
import org.reciprocalclubs.codecs.auth.v1.ConfirmTotpRequest;
import org.reciprocalclubs.codecs.auth.v1.ConfirmTotpResponse;
import org.reciprocalclubs.codecs.auth.v1.FactorsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.TotpSecret;
import org.reciprocalclubs.kit.bus.Caller;

/** Somebody's authenticator, with the session in which it was enrolled. */
record Authenticator(Clock clock, Caller caller, String email, TotpSecret secret,
    List<String> recoveryCodes) {

  /** Enrolled in that session. */
  static Authenticator enrolled(AuthNode node, Clock clock, AuthPayload pair) {
    TotpSecret secret = begin(node, AuthNode.caller(pair), "phone");
    ConfirmTotpResponse answer = confirm(node, AuthNode.caller(pair), secret,
        code(secret, Totp.step(clock.instant())));
    return new Authenticator(clock, AuthNode.caller(answer.getToken()), pair.getUser().getEmail(), secret,
        answer.getRecoveryCodesList());
  }

  static TotpSecret begin(AuthNode node, Caller caller, String name) {
    return node.ask(caller, FactorsGrpcClient.BeginTotp, BeginTotpRequest.newBuilder().setName(name).build());
  }

  static ConfirmTotpResponse confirm(AuthNode node, Caller caller, TotpSecret secret, String code) {
    return node.ask(caller, FactorsGrpcClient.ConfirmTotp,
        ConfirmTotpRequest.newBuilder().setId(secret.getId()).setCode(code).build());
  }

  static String code(TotpSecret secret, long step) {
    return Totp.code(Base32.decode(secret.getSecret()), step);
  }

  /** What it shows so many steps before or after now. */
  String code(int steps) {
    return code(secret, Totp.step(clock.instant()) + steps);
  }

  /** Six digits that it shows neither now nor around now. */
  String wrong() {
    List<String> right = List.of(code(-2), code(-1), code(0), code(1), code(2));
    return List.of("000000", "111111", "222222", "333333", "444444", "555555").stream()
        .filter(each -> !right.contains(each)).findFirst().orElseThrow();
  }
}
