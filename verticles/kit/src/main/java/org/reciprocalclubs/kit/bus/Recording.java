package org.reciprocalclubs.kit.bus;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.vertx.core.Future;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.reciprocalclubs.codecs.AboutPersons;
import org.reciprocalclubs.codecs.Rpc;
import org.reciprocalclubs.codecs.kit.v1.Recorded;

/** Keeps of calls what the contract says, whichever room serves them. Thread-safe. */
final class Recording {
  private volatile Recorder recorder = Recorder.NONE;

  void to(Recorder where) {
    recorder = where;
  }

  /** True when the call is recorded before it is made. */
  static boolean asked(Rpc rpc, CallContext call) {
    return rpc.recorded() == Recorded.BY_CALL && call.caller().kind() != Caller.Kind.SYSTEM;
  }

  /** Keeps that the change is asked for. */
  Future<Void> change(Rpc rpc, CallContext call, Message request) {
    return keep(new Recorder.Record(false, rpc, call, ids(named(request))));
  }

  /**
   * Keeps who is given the answer, where it tells of others: the platform itself is nobody, and whoever sees
   * only their own rows reads of themselves. An answer that might tell of somebody and does not gives
   * nothing away.
   */
  Future<Void> read(Rpc rpc, CallContext call, Message request, Message answer) {
    Caller caller = call.caller();
    if (rpc.recorded() != Recorded.READ || caller.kind() == Caller.Kind.SYSTEM || caller.ownRowsOnly()) {
      return Future.succeededFuture();
    }
    Set<String> given = AboutPersons.rows(answer);
    if (given.isEmpty() && AboutPersons.in(answer.getDescriptorForType())) {
      return Future.succeededFuture();
    }
    Set<String> rows = named(request);
    rows.addAll(given);
    return keep(new Recorder.Record(true, rpc, call, ids(rows)));
  }

  private Future<Void> keep(Recorder.Record record) {
    try {
      record.call().caller().requireClub();
      return recorder.record(record);
    } catch (RuntimeException failure) {
      return Future.failedFuture(failure);
    }
  }

  /** Texts of the request, also of lists, that are called id or something_id. */
  private static Set<String> named(Message request) {
    Set<String> named = new LinkedHashSet<>();
    request.getAllFields().forEach((field, value) -> {
      if (field.getJavaType() == FieldDescriptor.JavaType.STRING && Uuids.isNameOfIds(field.getName())) {
        if (value instanceof List<?> many) {
          many.forEach(each -> named.add((String) each));
        } else {
          named.add((String) value);
        }
      }
    });
    return named;
  }

  private static List<String> ids(Set<String> texts) {
    return texts.stream().filter(text -> Uuids.found(text).isPresent()).toList();
  }
}
