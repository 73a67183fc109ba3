package org.reciprocalclubs.kit.audit;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.kit.bus.Uuids;
import org.reciprocalclubs.kit.store.EventRecord;

/**
 * The ids that an event names, read from its bytes without building the message: texts called id,
 * something_id or something_ids; but not those of clubs and, outside of its own stream, of an agreement,
 * which every visit names. Thread-safe.
 */
public final class EventIds {
  private final Codecs codecs;
  private final Map<String, Set<Integer>> fields = new ConcurrentHashMap<>();

  public EventIds(Codecs codecs) {
    this.codecs = codecs;
  }

  /** Its stream first, then what it names, each once. */
  Set<UUID> of(EventRecord event) {
    return of(event.stream(), event.type(), event.data());
  }

  /** The stream first, then what the event in it names, each once. */
  public Set<UUID> of(UUID stream, String type, byte[] data) {
    Set<UUID> ids = new LinkedHashSet<>();
    ids.add(stream);
    Set<Integer> wanted = fields.computeIfAbsent(type, this::fields);
    if (!wanted.isEmpty()) {
      try {
        read(CodedInputStream.newInstance(data), wanted, ids);
      } catch (IOException unreadable) {
        throw new IllegalStateException("An event cannot be read", unreadable);
      }
    }
    return ids;
  }

  private static void read(CodedInputStream in, Set<Integer> wanted, Set<UUID> ids) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (wanted.contains(WireFormat.getTagFieldNumber(tag))) {
        Uuids.found(in.readString()).ifPresent(ids::add);
      } else {
        in.skipField(tag);
      }
    }
  }

  /** Events of a type that this build does not know name nothing that it could read. */
  private Set<Integer> fields(String type) {
    Descriptor descriptor;
    try {
      descriptor = codecs.prototype(type).getDescriptorForType();
    } catch (IllegalArgumentException unknown) {
      return Set.of();
    }
    return descriptor.getFields().stream().filter(EventIds::isId).map(FieldDescriptor::getNumber)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean isId(FieldDescriptor field) {
    String name = field.getName();
    return field.getType() == FieldDescriptor.Type.STRING && !name.endsWith("club_id")
        && !name.equals("agreement_id") && Uuids.isNameOfIds(name);
  }
}
