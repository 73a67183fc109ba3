package org.reciprocalclubs.push;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.kit.store.EventRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest events as notices, each read once for all sockets of the process; the oldest give way.
 * Thread-safe.
 */
final class Catalogue {
  private static final Logger LOG = LoggerFactory.getLogger(Catalogue.class);
  private static final String USER = "user_id";

  /** What a type of the contract is made from, and where it names whom it concerns (0: nowhere). */
  private record Kind(Message prototype, int userField) {}

  private final Codecs codecs;
  private final int limit;
  private final Map<String, Optional<Kind>> kinds = new ConcurrentHashMap<>();
  private final Map<UUID, Optional<Notice>> known = new ConcurrentHashMap<>();
  private final Queue<UUID> order = new ConcurrentLinkedQueue<>();

  Catalogue(Codecs codecs, int limit) {
    this.codecs = codecs;
    this.limit = limit;
  }

  /**
   * The event as a notice; empty when it is not to be told, or this build does not know its type or cannot
   * read it.
   */
  Optional<Notice> of(EventRecord event) {
    Optional<Notice> found = known.get(event.id());
    if (found != null) {
      return found;
    }
    Optional<Notice> made = known.computeIfAbsent(event.id(), _ -> read(event));
    remember(event.id());
    return made;
  }

  private void remember(UUID newest) {
    order.add(newest);
    while (known.size() > limit) {
      UUID oldest = order.poll();
      if (oldest == null) {
        return;
      }
      known.remove(oldest);
    }
  }

  private Optional<Notice> read(EventRecord event) {
    if (event.staysInside()) {
      return Optional.empty();
    }
    Kind kind = kinds.computeIfAbsent(event.type(), this::kind).orElse(null);
    if (kind == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Notice(event, user(event.data(), kind.userField()), kind.prototype()));
    } catch (IOException | IllegalArgumentException e) {
      LOG.atError().addKeyValue("event", event.id()).addKeyValue("type", event.type())
          .log("An event cannot be read and is not told");
      return Optional.empty();
    }
  }

  private Optional<Kind> kind(String type) {
    try {
      Message prototype = codecs.prototype(type);
      FieldDescriptor user = prototype.getDescriptorForType().findFieldByName(USER);
      return Optional.of(new Kind(prototype, user == null ? 0 : user.getNumber()));
    } catch (IllegalArgumentException _) {
      LOG.atWarn().addKeyValue("type", type)
          .log("Events of a type that this build does not know are not told");
      return Optional.empty();
    }
  }

  /** Skips over everything else: most events are read for this field alone. */
  private static @Nullable UUID user(byte[] data, int field) throws IOException {
    if (field == 0) {
      return null;
    }
    CodedInputStream in = CodedInputStream.newInstance(data);
    String user = "";
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == field) {
        user = in.readString();
      } else {
        in.skipField(tag);
      }
    }
    return user.isEmpty() ? null : UUID.fromString(user);
  }
}
