package org.reciprocalclubs.codecs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/**
 * The one event bus codec, for every protobuf message of the contract.
 *
 * <p>Inside a process the receiver gets the sender's object itself: protobuf messages are immutable. Between
 * processes a message travels as {@code u16 length, full type name, u32 length, protobuf bytes}, so any
 * process that knows the contract can read it. Thread-safe.
 */
final class ProtoCodec implements MessageCodec<Message, Message> {
  static final String NAME = "reciprocalclubs.protobuf";
  private static final int LENGTH_OF_NAME_BYTES = 2;
  private static final int LENGTH_OF_BODY_BYTES = 4;

  private final Codecs codecs;

  ProtoCodec(Codecs codecs) {
    this.codecs = codecs;
  }

  @Override
  public void encodeToWire(Buffer wire, Message message) {
    byte[] name = message.getDescriptorForType().getFullName().getBytes(UTF_8);
    byte[] body = message.toByteArray();
    wire.appendUnsignedShort(name.length).appendBytes(name);
    wire.appendInt(body.length).appendBytes(body);
  }

  @Override
  public Message decodeFromWire(int position, Buffer wire) {
    int nameAt = position + LENGTH_OF_NAME_BYTES;
    int bodyLengthAt = nameAt + wire.getUnsignedShort(position);
    int bodyAt = bodyLengthAt + LENGTH_OF_BODY_BYTES;
    String type = wire.getString(nameAt, bodyLengthAt);
    byte[] body = wire.getBytes(bodyAt, bodyAt + wire.getInt(bodyLengthAt));
    try {
      return codecs.prototype(type).getParserForType().parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("The bytes on the bus are not a message of type " + type, e);
    }
  }

  @Override
  public Message transform(Message message) {
    return message;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
