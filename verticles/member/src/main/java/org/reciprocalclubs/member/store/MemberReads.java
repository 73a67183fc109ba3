package org.reciprocalclubs.member.store;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.store.Paging;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.member.rules.Membership;
import org.reciprocalclubs.member.rules.MembershipType;
import org.reciprocalclubs.member.rules.Standing;
import org.reciprocalclubs.member.rules.Subscription;

/**
 * Reads members of the transaction's club; a plain member's transaction finds only the own row. Stateless.
 */
public final class MemberReads {
  private static final String COLUMNS = """
      select m.id, m.club, m.user_id, m.number, m.state, m.membership_type, m.class, m.paid_until, m.version,
        m.joined_at, m.created_at, m.updated_at, p.first_name, p.last_name, p.date_of_birth, p.email, p.phone,
        p.street, p.city, p.region, p.postal_code, p.country,
        p.emergency_name, p.emergency_relationship, p.emergency_phone,
        p.email_notifications, p.sms_notifications, p.push_notifications, p.marketing_emails
      from member.member m left join member.person p on p.member = m.id
      """;
  private static final String BY_ID = COLUMNS + " where m.id = $1";
  private static final String BY_NUMBER = COLUMNS + " where m.club = kit.club() and m.number = $1";
  private static final String BY_USER = COLUMNS + " where m.club = kit.club() and m.user_id = $1";
  private static final String BY_NUMBERS = COLUMNS + " where m.club = kit.club() and m.number = any($1)";
  private static final String IN_STATES = """
       where m.club = kit.club() and (cardinality($1::text[]) = 0
        or case when m.state = 'ACTIVE' and m.paid_until < $2 then 'LAPSED' else m.state end = any($1))
      """;
  private static final String COUNT = "select count(*) from member.member m" + IN_STATES;
  private static final String PAGE = COLUMNS + IN_STATES
      + """
           and ($3::timestamptz is null or (m.created_at, m.id) < ($3, $4))
          order by m.created_at desc, m.id desc offset $5 limit $6""";
  private static final String UNPAID = COLUMNS
      + """
          where m.club = kit.club() and m.state = 'ACTIVE' and m.paid_until < $1 order by m.paid_until,
            m.id limit $2""";

  private static final String VOID_UNTIL = "select passes_void_until from member.member where id = $1";

  private MemberReads() {}

  /**
   * Which part of a club's list.
   *
   * @param states those wanted; none means all
   * @param today of the club: an active member who is not paid for on it counts as lapsed
   */
  public record Part(Set<Standing> states, LocalDate today, Paging paging) {}

  /** A part of the list, newest first, with how many there are in all. */
  public record Page(List<MemberRow> rows, int total) {}

  public static Optional<MemberRow> byId(Tx tx, UUID id) {
    return tx.one(BY_ID, id).map(MemberReads::row);
  }

  public static Optional<MemberRow> byNumber(Tx tx, String number) {
    return tx.one(BY_NUMBER, number).map(MemberReads::row);
  }

  public static Optional<MemberRow> byUser(Tx tx, UUID user) {
    return tx.one(BY_USER, user).map(MemberReads::row);
  }

  /**
   * The second of a pass, or of a revocation, that happens now: passes hold whole seconds, so it is the first
   * after the one up to which all are void. A pass issued then holds, and one revoked then was issued before.
   */
  public static Instant passSecond(Tx tx, UUID id) {
    Instant now = tx.now().truncatedTo(ChronoUnit.SECONDS);
    return passesVoidUntil(tx, id).map(until -> until.plusSeconds(1)).filter(first -> first.isAfter(now))
        .orElse(now);
  }

  /** Passes of the member issued in this second or before are void; empty where none was revoked. */
  public static Optional<Instant> passesVoidUntil(Tx tx, UUID id) {
    return tx.one(VOID_UNTIL, id).map(row -> row.getOffsetDateTime(0)).map(OffsetDateTime::toInstant);
  }

  /** Those of these numbers that exist, by number. */
  public static Map<String, MemberRow> byNumbers(Tx tx, List<String> numbers) {
    Map<String, MemberRow> found = new HashMap<>();
    for (Row each : tx.query(BY_NUMBERS, (Object) numbers.toArray(String[]::new))) {
      MemberRow row = row(each);
      found.put(row.identity().number(), row);
    }
    return found;
  }

  public static Page page(Tx tx, Part part) {
    String[] states = part.states().stream().map(Standing::name).toArray(String[]::new);
    var total = tx.queryAsync(COUNT, states, part.today());
    List<MemberRow> rows = rows(
        tx.query(PAGE, states, part.today(), part.paging().afterAt(), part.paging().afterId(),
            part.paging().offset(), part.paging().pageSize()));
    return new Page(rows, total.await().iterator().next().getLong(0).intValue());
  }

  /** Active members who are not paid for on that day. */
  public static List<MemberRow> unpaid(Tx tx, LocalDate today, int limit) {
    return rows(tx.query(UNPAID, today, limit));
  }

  private static List<MemberRow> rows(RowSet<Row> found) {
    List<MemberRow> rows = new ArrayList<>(found.size());
    found.forEach(each -> rows.add(row(each)));
    return rows;
  }

  private static MemberRow row(Row row) {
    var identity = new MemberRow.Identity(row.getUUID(0), row.getUUID(1), row.getUUID(2), row.getString(3));
    var subscription = new Subscription(MembershipType.valueOf(row.getString(5)), row.getString(6),
        row.getLocalDate(7));
    var times = new MemberRow.Times(row.getOffsetDateTime(9).toInstant(),
        row.getOffsetDateTime(10).toInstant(),
        row.getOffsetDateTime(11).toInstant());
    return new MemberRow(identity, new Membership.Held(Standing.valueOf(row.getString(4)), subscription),
        row.getInteger(8), times, person(row));
  }

  private static @Nullable Person person(Row row) {
    if (row.getString(12) == null) {
      return null;
    }
    var address = row.getString(17) == null
        ? null
        : new Person.Address(row.getString(17), row.getString(18), row.getString(19), row.getString(20),
            row.getString(21));
    var emergency = row.getString(22) == null
        ? null
        : new Person.Emergency(row.getString(22), row.getString(23), row.getString(24));
    var preferences = row.getBoolean(25) == null
        ? null
        : new Person.Preferences(row.getBoolean(25), row.getBoolean(26), row.getBoolean(27),
            row.getBoolean(28));
    return new Person(new Person.Name(row.getString(12), row.getString(13)), row.getLocalDate(14),
        row.getString(15), row.getString(16), address, emergency, preferences);
  }
}
