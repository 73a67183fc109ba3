package org.reciprocalclubs.member.store;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.store.Paging;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.member.rules.Letter;

/** The read model of letters, in the transaction that appends their events. Stateless. */
public final class LetterTable {
  private static final String COLUMNS = """
      select l.id, l.member, l.club, m.number, l.host, l.valid_until, l.guests, l.issued_at, l.note,
        l.revoked_at
      from member.letter l join member.member m on m.id = l.member
      """;
  private static final String BY_ID = COLUMNS + " where l.id = $1";
  private static final String WANTED = """
       where l.club = kit.club() and ($1::uuid is null or l.member = $1)
        and ($2::date is null or l.revoked_at is null and l.valid_until >= $2)
      """;
  private static final String COUNT = "select count(*) from member.letter l" + WANTED;
  private static final String PAGE = COLUMNS + WANTED
      + """
           and ($3::timestamptz is null or (l.issued_at, l.id) < ($3, $4))
          order by l.issued_at desc, l.id desc offset $5 limit $6""";
  private static final String OF_MEMBER = COLUMNS
      + """
          where l.member = $1 and l.revoked_at is null and l.valid_until >= $2
          order by l.issued_at desc, l.id desc limit $3""";
  private static final String ADD = """
      insert into member.letter (id, club, member, host, valid_until, guests, note, issued_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8)""";
  private static final String REVOKE = "update member.letter set revoked_at = $2 where id = $1";

  private LetterTable() {}

  /**
   * Which part of a club's list.
   *
   * @param member null for all
   * @param liveOn only letters that are good on this day; null for all
   */
  public record Part(@Nullable UUID member, @Nullable LocalDate liveOn, Paging paging) {}

  /** A part of the list, newest first, with how many there are in all. */
  public record Page(List<LetterRow> rows, int total) {}

  public static Optional<LetterRow> byId(Tx tx, UUID id) {
    return tx.one(BY_ID, id).map(LetterTable::row);
  }

  public static Page page(Tx tx, Part part) {
    var total = tx.queryAsync(COUNT, part.member(), part.liveOn());
    Paging paging = part.paging();
    List<LetterRow> rows = rows(tx.query(PAGE, part.member(), part.liveOn(), paging.afterAt(),
        paging.afterId(), paging.offset(), paging.pageSize()));
    return new Page(rows, total.await().iterator().next().getLong(0).intValue());
  }

  /** The member's letters that are good on that day, newest first. */
  public static List<LetterRow> ofMember(Tx tx, UUID member, LocalDate today, int limit) {
    return rows(tx.query(OF_MEMBER, member, today, limit));
  }

  public static void add(Tx tx, LetterRow row) {
    tx.queryAsync(ADD, row.id(), row.bearer().club(), row.bearer().member(), row.grant().host(),
        row.grant().validUntil(), row.grant().guests(), row.note(), row.issuedAt());
  }

  /** Marks it as revoked now. */
  public static void revoke(Tx tx, UUID letter) {
    tx.queryAsync(REVOKE, letter, tx.now());
  }

  private static List<LetterRow> rows(RowSet<Row> found) {
    List<LetterRow> rows = new ArrayList<>(found.size());
    found.forEach(each -> rows.add(row(each)));
    return rows;
  }

  private static LetterRow row(Row row) {
    var bearer = new LetterRow.Bearer(row.getUUID(1), row.getUUID(2), row.getString(3));
    var grant = new Letter.Grant(row.getUUID(4), row.getLocalDate(5), row.getInteger(6));
    var revoked = row.getOffsetDateTime(9);
    return new LetterRow(row.getUUID(0), bearer, grant, row.getOffsetDateTime(7).toInstant(),
        row.getString(8), revoked == null ? null : revoked.toInstant());
  }
}
