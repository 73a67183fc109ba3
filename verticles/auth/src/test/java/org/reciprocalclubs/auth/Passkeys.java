package org.reciprocalclubs.auth;

import com.google.protobuf.Message;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.reciprocalclubs.codecs.ProtoJson;
import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.codecs.auth.v1.BeginPasskeyLoginRequest;
import org.reciprocalclubs.codecs.auth.v1.BeginPasskeyRequest;
import org.reciprocalclubs.codecs.auth.v1.BeginPasskeyStepUpRequest;
import org.reciprocalclubs.codecs.auth.v1.ConfirmPasskeyRequest;
import org.reciprocalclubs.codecs.auth.v1.ConfirmPasskeyResponse;
import org.reciprocalclubs.codecs.auth.v1.FactorsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.FinishPasskeyLoginRequest;
import org.reciprocalclubs.codecs.auth.v1.ListPasskeysRequest;
import org.reciprocalclubs.codecs.auth.v1.Passkey;
import org.reciprocalclubs.codecs.auth.v1.PasskeyAssertion;
import org.reciprocalclubs.codecs.auth.v1.PasskeysGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.RemovePasskeyRequest;
import org.reciprocalclubs.codecs.auth.v1.StepUpRequest;
import org.reciprocalclubs.codecs.auth.v1.SteppedUp;
import org.reciprocalclubs.kit.auth.TestPasskey;
import org.reciprocalclubs.kit.bus.Caller;

/** What a page does about passkeys, at the rooms' side of the door. */
record Passkeys(AuthNode node) {
  private static final ProtoJson JSON = new ProtoJson(ProtoJson.Limits.DEFAULT);

  /** A passkey that has just been added in that session. */
  TestPasskey added(Caller caller) {
    TestPasskey passkey = new TestPasskey(AuthNode.SITE);
    add(caller, passkey, "my phone");
    return passkey;
  }

  ConfirmPasskeyResponse add(Caller caller, TestPasskey passkey, String name) {
    return confirm(caller, passkey.made(begin(caller)), name);
  }

  JsonObject begin(Caller caller) {
    return json(node.ask(caller, PasskeysGrpcClient.BeginPasskey, BeginPasskeyRequest.getDefaultInstance()));
  }

  ConfirmPasskeyResponse confirm(Caller caller, JsonObject made, String name) {
    return node.ask(caller, PasskeysGrpcClient.ConfirmPasskey,
        JSON.read(made.copy().put("name", name).encode(), ConfirmPasskeyRequest.getDefaultInstance()));
  }

  List<Passkey> list(Caller caller) {
    return node.ask(caller, PasskeysGrpcClient.ListPasskeys, ListPasskeysRequest.getDefaultInstance())
        .getPasskeysList();
  }

  boolean remove(Caller caller, String id) {
    return node.ask(caller, PasskeysGrpcClient.RemovePasskey,
        RemovePasskeyRequest.newBuilder().setId(id).build()).getRemoved();
  }

  /** What is asked of whoever signs in. */
  JsonObject question() {
    return json(node.ask(Caller.ANONYMOUS, PasskeysGrpcClient.BeginPasskeyLogin,
        BeginPasskeyLoginRequest.getDefaultInstance()));
  }

  AuthPayload signIn(TestPasskey passkey) {
    return finish(passkey.used(question()), "");
  }

  AuthPayload finish(JsonObject used, String club) {
    return node.ask(Caller.ANONYMOUS, PasskeysGrpcClient.FinishPasskeyLogin, FinishPasskeyLoginRequest
        .newBuilder().setPasskey(assertion(used)).setClubId(club).build());
  }

  /** What is asked of whoever is signed in. */
  JsonObject questionTo(Caller caller) {
    return json(node.ask(caller, PasskeysGrpcClient.BeginPasskeyStepUp,
        BeginPasskeyStepUpRequest.getDefaultInstance()));
  }

  SteppedUp stepUp(Caller caller, JsonObject used) {
    return node.ask(caller, FactorsGrpcClient.StepUp,
        StepUpRequest.newBuilder().setPasskey(assertion(used)).build());
  }

  private static PasskeyAssertion assertion(JsonObject used) {
    return JSON.read(used.encode(), PasskeyAssertion.getDefaultInstance());
  }

  private static JsonObject json(Message message) {
    return new JsonObject(ProtoJson.text(message));
  }
}
