package org.reciprocalclubs.auth;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.codecs.ProtoJson;
import org.reciprocalclubs.codecs.auth.v1.AuditEntry;
import org.reciprocalclubs.kit.audit.AuditSearch;
import org.reciprocalclubs.kit.audit.EventIds;

/** Entries of the audit trail as the contract has them. Thread-safe. */
final class AuditMapper {
  private final Codecs codecs;
  private final EventIds ids;

  AuditMapper(Codecs codecs) {
    this.codecs = codecs;
    this.ids = new EventIds(codecs);
  }

  AuditEntry entry(AuditSearch.Found found) {
    var entry = AuditEntry.newBuilder().setId(found.id().toString()).setNumber(found.number())
        .setAt(AuthMapper.timestamp(found.at())).setKind(AuditEntry.Kind.valueOf(found.kind()))
        .setOperation(found.operation()).setErased(found.held() && found.detail() == null)
        .setHash(found.hash());
    if (found.actor() != null) {
      entry.setActorId(found.actor().toString());
    }
    if (found.network() != null && !found.network().isEmpty()) {
      entry.setNetwork(found.network());
    }
    if (found.program() != null && !found.program().isEmpty()) {
      entry.setProgram(found.program());
    }
    if (found.correlation() != null) {
      entry.setCorrelationId(found.correlation());
    }
    happened(entry, found);
    return entry.build();
  }

  private void happened(AuditEntry.Builder entry, AuditSearch.Found found) {
    var now = found.data();
    if (now == null) {
      return;
    }
    boolean recorded = !found.kind().equals("CHANGE");
    for (UUID id : ids.of(found.stream(), now.type(), now.data())) {
      // the stream of a record is the record itself
      if (!recorded || !id.equals(found.stream())) {
        entry.addRowIds(id.toString());
      }
    }
    if (found.detail() != null) {
      var values = new JsonObject(found.detail());
      text(values, "before", entry);
      text(values, "after", entry);
    } else if (!recorded) {
      var past = found.past();
      if (past != null) {
        entry.setBefore(json(past));
      }
      entry.setAfter(json(now));
    }
  }

  private static void text(JsonObject values, String name, AuditEntry.Builder entry) {
    var value = values.getJsonObject(name);
    if (value != null) {
      entry.setField(AuditEntry.getDescriptor().findFieldByName(name), value.encode());
    }
  }

  /** With what it is called: the events of a stream are of several types. */
  private String json(AuditSearch.Happened happened) {
    Message read = read(happened);
    var name = happened.type().substring(happened.type().lastIndexOf('.') + 1);
    return "{\"" + name + "\":" + (read == null ? "null" : ProtoJson.text(read)) + "}";
  }

  private @Nullable Message read(AuditSearch.Happened happened) {
    try {
      return codecs.prototype(happened.type()).newBuilderForType().mergeFrom(happened.data()).build();
    } catch (InvalidProtocolBufferException | IllegalArgumentException unknown) {
      return null;
    }
  }
}
