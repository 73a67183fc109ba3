package org.reciprocalclubs.kit.audit;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.store.Paging;
import org.reciprocalclubs.kit.store.Tx;

/**
 * Looks entries up in the chain of the transaction's club. Entries follow each other by their numbers, which
 * a cursor names as a UUID of which they are the low half. Thread-safe.
 */
public final class AuditSearch {
  /** By whom they concern, or one by one: each from an index in the order of the numbers. */
  private static final String BY_SUBJECT = """
      kit.audit_subject s join kit.audit_entry e on e.club = s.club and e.number = s.number
        where s.club = kit.club() and s.subject = $1 and s.number >= %1$s and s.number < %2$s""";
  private static final String BY_NUMBER = """
      kit.audit_entry e
        where e.club = kit.club() and $1::uuid is null and e.number >= %1$s and e.number < %2$s""";
  private static final String WANTED = """
      and ($2::uuid is null or e.actor = $2) and ($3::text is null or e.operation = $3)
      and ($4::text is null or e.kind = $4) and ($5::timestamptz is null or e.at >= $5)
      and ($6::timestamptz is null or e.at < $6)""";
  private static final String LOWEST = """
      case when $5::timestamptz is null then 1 else kit.audit_number($5) end""";
  /** A minute of leeway on both sides: see kit.audit_number. */
  private static final String HIGHEST = """
      least($7::bigint, case when $6::timestamptz is null then 9223372036854775807
        else kit.audit_number($6 + interval '2 minutes') end)""";
  private static final String LIST = """
      select e.*, v.type, v.data, v.correlation, d.content, o.network, o.program,
          p.type as p_type, p.data as p_data
        from (select e.* from %s %s order by e.number %s limit $8 offset $9) e
        left join kit.event v on v.stream = e.stream and v.version = e.version
        left join kit.event p on p.stream = e.stream and p.version = e.version - 1
        left join kit.event_detail d on d.event = e.event
        left join kit.origin o on o.club = e.club and o.id = e.origin
       order by e.number %s""";
  private static final String COUNT = """
      select count(*) as counted from (select from %s %s limit $8) e""";

  private AuditSearch() {}

  /**
   * An entry, and what it is of. Immutable.
   *
   * @param data of the event; null where it is gone
   * @param past the event before it in its stream; null for the first
   * @param detail personal values before and after, as JSON; null where there are none (any more)
   * @param held whether the entry is held to personal values
   * @param hash hexadecimal
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Found(UUID id, long number, Instant at, String kind, String operation, @Nullable UUID actor,
      @Nullable Happened data, @Nullable Happened past, UUID stream, int version, @Nullable String detail,
      boolean held, @Nullable String network, @Nullable String program, @Nullable String correlation,
      String hash) {

    /** Its place, for a cursor. */
    public Paging.Mark mark() {
      return new Paging.Mark(at, new UUID(0, number));
    }
  }

  /** Which part of what is wanted: so many rows below a number, in that order. */
  private record Part(String order, long before, int limit, int offset) {}

  /** An event's type and bytes. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Happened(String type, byte[] data) {}

  /** A page of what is wanted, newest first. */
  public static List<Found> page(Tx tx, AuditFilter filter, Paging paging) {
    return list(tx, filter, new Part("desc", before(paging), paging.pageSize(), paging.offset()));
  }

  /** The first of what is wanted, oldest first. */
  public static List<Found> first(Tx tx, AuditFilter filter, int limit) {
    return list(tx, filter, new Part("asc", Long.MAX_VALUE, limit, 0));
  }

  /** How many are wanted, counted up to the limit. */
  public static int count(Tx tx, AuditFilter filter, int limit) {
    return tx.one(COUNT.formatted(from(filter), WANTED), filter.sought(), filter.actor(), filter.operation(),
        filter.kind(), filter.from(), filter.to(), Long.MAX_VALUE, limit).orElseThrow().getLong("counted")
        .intValue();
  }

  private static long before(Paging paging) {
    UUID after = paging.afterId();
    return after == null ? Long.MAX_VALUE : after.getLeastSignificantBits();
  }

  private static List<Found> list(Tx tx, AuditFilter filter, Part part) {
    var sql = LIST.formatted(from(filter), WANTED, part.order, part.order);
    List<Found> found = new ArrayList<>();
    tx.query(sql, filter.sought(), filter.actor(), filter.operation(), filter.kind(), filter.from(),
        filter.to(),
        part.before, part.limit, part.offset).forEach(row -> found.add(found(row)));
    return found;
  }

  private static String from(AuditFilter filter) {
    return (filter.sought() == null ? BY_NUMBER : BY_SUBJECT).formatted(LOWEST, HIGHEST);
  }

  private static Found found(Row row) {
    return new Found(row.getUUID("event"), row.getLong("number"), row.getOffsetDateTime("at").toInstant(),
        row.getString("kind"), row.getString("operation"), row.getUUID("actor"),
        happened(row, "type", "data"), happened(row, "p_type", "p_data"), row.getUUID("stream"),
        row.getInteger("version"), row.getString("content"), row.getBuffer("detail") != null,
        row.getString("network"), row.getString("program"), row.getString("correlation"),
        HexFormat.of().formatHex(row.getBuffer("hash").getBytes()));
  }

  private static @Nullable Happened happened(Row row, String type, String data) {
    return row.getString(type) == null
        ? null
        : new Happened(row.getString(type), row.getBuffer(data).getBytes());
  }
}
