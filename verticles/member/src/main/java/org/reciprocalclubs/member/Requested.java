package org.reciprocalclubs.member;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.util.UUID;
import java.util.function.Supplier;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.hash.Sha256;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.RequestKey;
import org.reciprocalclubs.kit.store.Requests;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Tx;

/**
 * A request of a caller: its scope, what its events say of it, and its effect at most once per idempotency
 * key.
 *
 * @param operation the rpc's name
 * @param request what was asked
 * @param call who asks
 */
record Requested(String operation, Message request, CallContext call) {

  /** The request being worked on. */
  static Requested now(String operation, Message request) {
    return new Requested(operation, request, CallContext.current());
  }

  /** The caller's club; a plain member within it sees the own row only. */
  Scope scope() {
    return new Scope(club(), call.caller().person());
  }

  UUID club() {
    return call.caller().requireClub();
  }

  EventMeta meta() {
    return EventMeta.of(call);
  }

  /** Runs the effect, or gives the answer that was kept under the caller's key. */
  <A extends Message> A once(Tx tx, Parser<A> answers, Supplier<A> effect) {
    String key = call.idempotencyKey();
    if (key == null) {
      return effect.get();
    }
    UUID subject = call.caller().subject();
    RequestKey kept = new RequestKey(subject == null ? "system" : subject.toString(), key, operation, hash());
    try {
      return answers.parseFrom(Requests.once(tx, kept, () -> effect.get().toByteArray()).body());
    } catch (InvalidProtocolBufferException broken) {
      throw Problem.internal(broken);
    }
  }

  private byte[] hash() {
    return Sha256.of(request.toByteArray());
  }
}
