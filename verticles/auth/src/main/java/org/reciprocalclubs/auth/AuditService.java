package org.reciprocalclubs.auth;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.codecs.ProtoJson;
import org.reciprocalclubs.codecs.auth.v1.AuditEntry;
import org.reciprocalclubs.codecs.auth.v1.AuditFile;
import org.reciprocalclubs.codecs.auth.v1.ListAuditEntriesRequest;
import org.reciprocalclubs.codecs.auth.v1.ListAuditEntriesResponse;
import org.reciprocalclubs.kit.audit.AuditFilter;
import org.reciprocalclubs.kit.audit.AuditSearch;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Dates;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Uuids;
import org.reciprocalclubs.kit.csv.CsvWriter;
import org.reciprocalclubs.kit.store.Paging;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;

/** The audit trail of the caller's club, as lists and files. For virtual threads; thread-safe. */
final class AuditService {
  /** What one answer between processes may hold. */
  static final int ROWS_MAX = 5_000;
  /** No operation has a longer name. */
  private static final int OPERATION_CHARS = 120;
  private static final List<String> NAMES = List.of("number", "id", "at", "kind", "operation", "actor_id",
      "network", "program", "row_ids", "before", "after", "erased", "correlation_id", "hash");

  private final Store store;
  private final AuditMapper mapper;

  AuditService(Store store, Codecs codecs) {
    this.store = store;
    this.mapper = new AuditMapper(codecs);
  }

  ListAuditEntriesResponse list(ListAuditEntriesRequest request) {
    var paging = Paging.of(request.getPagination());
    var filter = filter(request);
    return store.read(scope(), tx -> {
      var found = AuditSearch.page(tx, filter, paging);
      int counted = AuditSearch.count(tx, filter, Paging.COUNTED_MAX + 1);
      var last = found.isEmpty() ? null : found.getLast().mark();
      return ListAuditEntriesResponse.newBuilder().addAllNodes(found.stream().map(mapper::entry).toList())
          .setPageInfo(paging.infoOfLong(counted, found.size(), last)).build();
    });
  }

  AuditFile csv(ListAuditEntriesRequest request) {
    return file(request, "csv", AuditService::csv);
  }

  AuditFile lines(ListAuditEntriesRequest request) {
    return file(request, "jsonl", entries -> {
      var lines = new StringBuilder();
      entries.forEach(entry -> lines.append(ProtoJson.text(entry)).append('\n'));
      return lines.toString();
    });
  }

  private AuditFile file(ListAuditEntriesRequest request, String suffix,
      Function<List<AuditEntry>, String> content) {
    var filter = filter(request);
    return store.read(scope(), tx -> {
      var found = AuditSearch.first(tx, filter, ROWS_MAX + 1);
      if (found.size() > ROWS_MAX) {
        throw Problem.of(ErrorCode.VALIDATION_ERROR, "EXPORT_TOO_LONG",
            "A file has at most " + ROWS_MAX + " entries; give a shorter time.").field("from");
      }
      var entries = found.stream().map(mapper::entry).toList();
      var day = LocalDate.ofInstant(tx.now(), ZoneOffset.UTC);
      return AuditFile.newBuilder().setFilename("audit-" + day + "." + suffix)
          .setContent(content.apply(entries))
          .addAllEntryIds(entries.stream().map(AuditEntry::getId).toList()).build();
    });
  }

  private static String csv(List<AuditEntry> entries) {
    var csv = new CsvWriter(NAMES);
    for (var entry : entries) {
      csv.plain(String.valueOf(entry.getNumber())).plain(entry.getId())
          .plain(AuthMapper.instant(entry.getAt()).toString())
          .plain(entry.getKind().name()).plain(entry.getOperation()).plain(entry.getActorId())
          .plain(entry.getNetwork()).text(entry.getProgram()).plain(String.join("; ", entry.getRowIdsList()))
          .text(entry.getBefore()).text(entry.getAfter()).plain(String.valueOf(entry.getErased()))
          .text(entry.getCorrelationId()).plain(entry.getHash()).end();
    }
    return csv.content();
  }

  /** Of the whole club: whoever sees only their own rows sees no trail. */
  private static Scope scope() {
    return Scope.of(CallContext.current().caller());
  }

  private static AuditFilter filter(ListAuditEntriesRequest request) {
    var operation = request.getOperation();
    if (operation.length() > OPERATION_CHARS) {
      throw Problem.validation("operation", "It has at most " + OPERATION_CHARS + " characters.");
    }
    var subject = request.getSubjectId().isEmpty() ? null : Uuids.read("subjectId", request.getSubjectId());
    var actor = request.getActorId().isEmpty() ? null : Uuids.read("actorId", request.getActorId());
    return new AuditFilter(subject, actor, operation.isEmpty() ? null : operation, kind(request.getKind()),
        instant("from", request.getFrom()), instant("to", request.getTo()));
  }

  private static @Nullable String kind(AuditEntry.Kind kind) {
    return switch (kind) {
      case READ, CHANGE, ASKED, SEAL -> kind.name();
      case KIND_UNSPECIFIED -> null;
      case UNRECOGNIZED -> throw Problem.validation("kind", "There is no such kind.");
    };
  }

  private static @Nullable Instant instant(String field, String text) {
    return text.isEmpty() ? null : Dates.instant(field, text);
  }
}
