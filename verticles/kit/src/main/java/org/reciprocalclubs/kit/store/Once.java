package org.reciprocalclubs.kit.store;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.hash.Sha256;

/**
 * {@link Requests} for rpcs: a write with an idempotency key is done once, and answered the same ever after.
 */
public final class Once {

  private Once() {}

  /**
   * The answer of the effect, or the one that was kept under the request's idempotency key. Without a key the
   * effect is simply done.
   *
   * @param operation name of the rpc
   * @param answerType any instance of the answer's type
   */
  public static <A extends Message> A answer(Tx tx, String operation, Message request, A answerType,
      Supplier<A> effect) {
    var call = CallContext.current();
    String key = call.idempotencyKey();
    if (key == null) {
      return effect.get();
    }
    var subject = call.caller().subject();
    var kept = new RequestKey(subject == null ? "system" : subject.toString(), key, operation, hash(request));
    var answer = Requests.once(tx, kept, () -> effect.get().toByteArray());
    if (answer.hit()) {
      call.markHit();
    }
    return parsed(answerType, answer.body());
  }

  /** SHA-256 of the message's deterministic bytes: the same request, whichever door it came through. */
  public static byte[] hash(Message request) {
    var bytes = new byte[request.getSerializedSize()];
    var out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      request.writeTo(out);
      return Sha256.of(bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  @SuppressWarnings("unchecked") // a message's parser gives messages of its type
  private static <A extends Message> A parsed(A answerType, byte[] body) {
    try {
      return (A) answerType.getParserForType().parseFrom(body);
    } catch (InvalidProtocolBufferException unreadable) {
      throw new IllegalStateException("A kept answer cannot be read", unreadable);
    }
  }
}
