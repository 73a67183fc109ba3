package org.reciprocalclubs.kit.audit;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.audit.v1.AuditChainSealed;
import org.reciprocalclubs.codecs.audit.v1.ChangeAsked;
import org.reciprocalclubs.codecs.audit.v1.PersonalDataRead;
import org.reciprocalclubs.kit.bus.Whence;
import org.reciprocalclubs.kit.hash.Sha256;
import org.reciprocalclubs.kit.store.EventRecord;

/** Makes entries of events: the follower that appends them and the audit that compares them, alike. */
final class EntryMaker {
  private static final String READ = PersonalDataRead.getDescriptor().getFullName();
  private static final String ASKED = ChangeAsked.getDescriptor().getFullName();
  private static final String SEALED = AuditChainSealed.getDescriptor().getFullName();

  private EntryMaker() {}

  /** The entry of that number of the event's club. */
  static AuditEntry of(EventRecord event, long number, byte @Nullable [] detail) {
    var kind = kind(event.type());
    var known = new AuditEntry.Event(event.id(), event.stream(), event.version(), event.type(),
        event.meta().actor(), event.at());
    return new AuditEntry(event.club(), number, kind, operation(kind, event), known,
        origin(event.meta().whence()),
        Sha256.of(event.data()), detail);
  }

  private static @Nullable UUID origin(@Nullable Whence whence) {
    return whence == null ? null : whence.id();
  }

  private static AuditEntry.Kind kind(String type) {
    if (type.equals(READ)) {
      return AuditEntry.Kind.READ;
    }
    if (type.equals(ASKED)) {
      return AuditEntry.Kind.ASKED;
    }
    return type.equals(SEALED) ? AuditEntry.Kind.SEAL : AuditEntry.Kind.CHANGE;
  }

  private static String operation(AuditEntry.Kind kind, EventRecord event) {
    try {
      return switch (kind) {
        case READ -> PersonalDataRead.parseFrom(event.data()).getOperation();
        case ASKED -> ChangeAsked.parseFrom(event.data()).getOperation();
        case CHANGE, SEAL -> event.name();
      };
    } catch (InvalidProtocolBufferException unreadable) {
      throw new IllegalStateException("An event cannot be read", unreadable);
    }
  }
}
