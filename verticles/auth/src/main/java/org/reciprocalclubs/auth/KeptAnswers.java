package org.reciprocalclubs.auth;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.UUID;
import java.util.function.Supplier;
import org.reciprocalclubs.auth.keys.HashKeys;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.seal.Sealer;
import org.reciprocalclubs.kit.store.RequestKey;
import org.reciprocalclubs.kit.store.Requests;
import org.reciprocalclubs.kit.store.Tx;

/**
 * Does a write once per idempotency key, as {@link Requests} does, but keeps answers sealed and only a keyed
 * hash of the content: requests of this room hold passwords, its answers codes and addresses. Thread-safe.
 */
final class KeptAnswers {
  private final HashKeys keys;
  private final Sealer sealer;

  KeptAnswers(HashKeys keys, Sealer sealer) {
    this.keys = keys;
    this.sealer = sealer;
  }

  /**
   * The answer of the effect, or the one that was kept under the request's idempotency key.
   *
   * @param operation name of the rpc
   * @param answerType any instance of the answer's type
   */
  <A extends Message> A once(Tx tx, String operation, Message request, A answerType, Supplier<A> effect) {
    CallContext call = CallContext.current();
    String key = call.idempotencyKey();
    if (key == null) {
      return effect.get();
    }
    UUID subject = call.caller().subject();
    String caller = subject == null ? "system" : subject.toString();
    String associated = "auth.answer/" + operation + "/" + caller + "/" + key;
    RequestKey requestKey = new RequestKey(caller, key, operation,
        keys.requestContent(request.toByteArray()));
    Requests.Answer answer = Requests.once(tx, requestKey,
        () -> sealer.seal(effect.get().toByteArray(), associated));
    if (answer.hit()) {
      call.markHit();
    }
    try {
      @SuppressWarnings("unchecked")
      A parsed = (A) answerType.getParserForType().parseFrom(sealer.open(answer.body(), associated));
      return parsed;
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("A kept answer cannot be read", e);
    }
  }
}
