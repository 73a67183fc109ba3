package org.reciprocalclubs.bridge;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.CloudEvents;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.codecs.ProtoJson;
import org.reciprocalclubs.codecs.Subjects;
import org.reciprocalclubs.kit.store.EventRecord;

/**
 * Says an event to the outside: one announcement per club that sees it, always in the same order.
 * Thread-safe.
 */
final class Announcer {
  /** What of an event is no business of anyone outside: it would let a guess about the request be checked. */
  private static final String REQUEST_HASH = "request_hash";

  private final Codecs codecs;

  Announcer(Codecs codecs) {
    this.codecs = codecs;
  }

  /** What both clubs are told alike, made once. */
  private record Told(String domain, String what, String type, String json) {}

  /** An event for every club is told once, under its own club. */
  List<Announcement> of(EventRecord event) {
    Message data = read(event);
    Told told = new Told(domain(data), collection(data) + "/" + event.stream(), CloudEvents.type(data),
        ProtoJson.text(data));
    UUID partner = event.forEveryClub() || event.club().equals(event.partner()) ? null : event.partner();
    var announcements = new ArrayList<Announcement>(2);
    announcements.add(view(event, told, event.club(), partner));
    if (partner != null) {
      announcements.add(view(event, told, partner, event.club()));
    }
    return announcements;
  }

  private static Announcement view(EventRecord event, Told told, UUID club, @Nullable UUID other) {
    var attributes = new CloudEvents.Attributes(event.id(), club, other, told.what(), event.at(),
        event.meta().correlation(), event.meta().trace());
    return new Announcement(event.position(), event.id(), club,
        Subjects.event(club, told.domain(), event.name()),
        CloudEvents.bytes(attributes, told.type(), told.json()));
  }

  private Message read(EventRecord event) {
    try {
      var read = codecs.prototype(event.type()).newBuilderForType().mergeFrom(event.data());
      var hash = read.getDescriptorForType().findFieldByName(REQUEST_HASH);
      return hash == null ? read.build() : read.clearField(hash).build();
    } catch (InvalidProtocolBufferException unreadable) {
      throw new IllegalStateException("An event cannot be read", unreadable);
    }
  }

  /** {@code visits}, after the file of the contract that the event stands in. */
  private static String collection(Message data) {
    String file = data.getDescriptorForType().getFile().getName();
    return file.substring(file.lastIndexOf('/') + 1, file.length() - ".proto".length());
  }

  /** {@code reciprocal} of {@code reciprocalclubs.reciprocal.v1}. */
  private static String domain(Message data) {
    String name = data.getDescriptorForType().getFile().getPackage();
    int from = name.indexOf('.') + 1;
    return name.substring(from, name.indexOf('.', from));
  }
}
