package org.reciprocalclubs.push;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.ProtoJson;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.kit.store.Position;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event as it is told: encoded once per view, for all sockets of the process. Thread-safe. */
final class Notice {
  private static final Logger LOG = LoggerFactory.getLogger(Notice.class);

  private final EventRecord event;
  private final @Nullable UUID user;
  private final Message prototype;
  private final Map<View, String> encoded = new EnumMap<>(View.class);

  /**
   * An event of that type.
   *
   * @param user whom it concerns, if anyone
   */
  Notice(EventRecord event, @Nullable UUID user, Message prototype) {
    this.event = event;
    this.user = user;
    this.prototype = prototype;
  }

  EventRecord event() {
    return event;
  }

  @Nullable
  UUID user() {
    return user;
  }

  Position position() {
    return event.position();
  }

  /** The message as JSON, without what that reader must not know. */
  synchronized String json(View view) {
    return encoded.computeIfAbsent(view, this::encode);
  }

  private String encode(View view) {
    return "{\"position\":\"" + event.position() + "\",\"id\":\"" + event.id() + "\",\"type\":\""
        + event.name() + "\",\"at\":\"" + event.at() + "\",\"data\":" + data(view.hidden) + "}";
  }

  private String data(Set<String> hidden) {
    try {
      Message.Builder data = prototype.newBuilderForType().mergeFrom(event.data());
      for (String name : hidden) {
        FieldDescriptor field = prototype.getDescriptorForType().findFieldByName(name);
        if (field != null) {
          data.clearField(field);
        }
      }
      return ProtoJson.text(data.build());
    } catch (InvalidProtocolBufferException e) {
      LOG.atError().setCause(e).addKeyValue("event", event.id())
          .log("An event cannot be read and is told without its data");
      return "null";
    }
  }
}
