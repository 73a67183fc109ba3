package org.reciprocalclubs.reciprocal;

import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.Guest;
import org.reciprocalclubs.codecs.reciprocal.v1.InsideVisit;
import org.reciprocalclubs.codecs.reciprocal.v1.ListInsideResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.SettlementRoute;
import org.reciprocalclubs.codecs.reciprocal.v1.Visit;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitBill;
import org.reciprocalclubs.codecs.reciprocal.v1.Visitor;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.reciprocal.rules.Bill;
import org.reciprocalclubs.reciprocal.rules.Money;
import org.reciprocalclubs.reciprocal.rules.Use;
import org.reciprocalclubs.reciprocal.rules.Visit.VisitClosed;

/** The read model of visits. Every statement runs under the caller's own scope. */
final class VisitRows {
  /** Who can be inside a house and still be listed; a club with more looks at the list of visits. */
  private static final int INSIDE_MAX = 2000;

  private VisitRows() {}

  static Optional<Row> find(Tx tx, UUID id) {
    return tx.one("""
        select v.*, r.stars, r.comment, r.rated_at
          from reciprocal.visit v left join reciprocal.visit_rating r on r.visit = v.id
         where v.id = $1""", id);
  }

  /** False of one that was announced and never took place: its stream is the reservation's. */
  static boolean began(Row row) {
    return row.getOffsetDateTime("announced_at") == null;
  }

  static void close(Tx tx, UUID id, int version, VisitClosed closed, VisitBill due) {
    var bill = closed.bill();
    var cost = bill.cost();
    tx.queryAsync("""
        update reciprocal.visit
           set state = 'CHECKED_OUT', version = $2, closed_at = $3, closed_by_house = $7,
               services = case when cardinality($4::text[]) > 0 then $4 else services end,
               cost_minor = coalesce($5, cost_minor), cost_currency = coalesce($6, cost_currency), bill = $8
         where id = $1""", id, version, closed.closing() == null ? tx.now() : closed.closing(),
        bill.services().toArray(String[]::new), cost == null ? null : cost.amountMinor(),
        cost == null ? null : cost.currency(), closed.closing() != null, due.toByteArray());
  }

  /** What was had and what it cost, as it was written down last. */
  static Bill bill(Row row) {
    var services = row.getArrayOfStrings("services");
    var cost = row.getLong("cost_minor");
    return new Bill(services == null ? List.of() : Arrays.asList(services),
        cost == null ? null : new Money(cost, row.getString("cost_currency")));
  }

  static void end(Tx tx, UUID id, int version, String state, @Nullable String reason) {
    tx.queryAsync("""
        update reciprocal.visit set state = $3, version = $2, closed_at = $4, reason = $5 where id = $1""",
        id, version, state, tx.now(), reason);
  }

  static void verify(Tx tx, UUID id, int version) {
    tx.queryAsync("update reciprocal.visit set verified = true, version = $2 where id = $1", id, version);
  }

  /**
   * The member has left this host. Takes turns at the row with a desk that is just now told of an earlier
   * visit and may take this one for the open one: a condition on that would not wait for it.
   */
  static void left(Tx tx, Row visit) {
    tx.queryAsync("""
        update reciprocal.quota set open_visit = nullif(open_visit, $3) where scope = $1 and member = $2""",
        visit.getUUID("host"), visit.getUUID("member"), visit.getUUID("id"));
  }

  /** The visit did not take place: what it used is given back, once, and nobody came along. */
  static void undone(Tx tx, Row visit) {
    VisitGuests.forget(tx, visit.getUUID("id"));
    tx.queryAsync(
        """
            update reciprocal.quota
               set uses = case when array_position(uses, $4) is null then uses
                     else uses[:array_position(uses, $4) - 1] || uses[array_position(uses, $4) + 1:] end,
                   open_visit = nullif(open_visit, $3)
             where scope = $1 and member = $2""",
        visit.getUUID("host"), visit.getUUID("member"), visit.getUUID("id"), visit.getLong("used"));
  }

  /**
   * So many came along: what was used says so, in the visit and where it is counted. Who of them is family is
   * not known any more, so each that is more or fewer is taken for a guest, and family for family.
   */
  static void recount(Tx tx, Row visit, int guests) {
    long before = visit.getLong("used");
    var use = Use.unpacked(before);
    int counted = Math.clamp((long) use.guests() + guests - visit.getInteger("guests"), 0, guests);
    long used = new Use(use.day(), use.nights(), counted, use.vessel()).packed();
    tx.queryAsync("update reciprocal.visit set used = $2 where id = $1", visit.getUUID("id"), used);
    tx.queryAsync("""
        update reciprocal.quota
           set uses = uses[:array_position(uses, $3) - 1] || $4::bigint || uses[array_position(uses, $3) + 1:]
         where scope = $1 and member = $2 and array_position(uses, $3) is not null""",
        visit.getUUID("host"), visit.getUUID("member"), before, used);
  }

  /** Who is at a club now, with what a host may know of each: the newest, and the heads of all. */
  static ListInsideResponse inside(Tx tx, UUID host) {
    return inside(tx, host, INSIDE_MAX);
  }

  static ListInsideResponse inside(Tx tx, UUID host, int most) {
    var rows = tx.query("""
        select v.*, w.*, (sum(1 + v.guests) over ())::int as heads
          from reciprocal.visit v join reciprocal.visitors_inside() w on w.visit = v.id
         where v.host = $1 and v.state = 'CHECKED_IN'
         order by v.opened_at desc, v.id desc limit $2""", host, most);
    List<UUID> accompanied = new ArrayList<>();
    rows.forEach(row -> {
      if (row.getInteger("guests") > 0) {
        accompanied.add(row.getUUID("id"));
      }
    });
    var named = accompanied.isEmpty() ? Map.<UUID, List<Guest>>of() : VisitGuests.of(tx, accompanied);
    var response = ListInsideResponse.newBuilder();
    int heads = 0;
    for (Row row : rows) {
      var visit = read(row).toBuilder().addAllNamedGuests(named.getOrDefault(row.getUUID("id"), List.of()));
      response.addVisits(InsideVisit.newBuilder().setVisit(visit).setVisitor(visitor(row)));
      heads = row.getInteger("heads");
    }
    return response.setHeads(heads).build();
  }

  /** What a host may know of the visitor of a row. */
  static Visitor visitor(Row row) {
    var wire = Visitor.newBuilder().setName(row.getString("visitor_name"))
        .setClass_(row.getString("visitor_class"))
        .setHomeClub(row.getString("visitor_club")).setStanding(row.getString("visitor_standing"));
    String photo = row.getString("visitor_photo");
    return (photo == null ? wire : wire.setPhoto(photo)).build();
  }

  static Visit read(Row row) {
    var state = row.getString("state");
    var opened = VerdictMapper.timestamp(row.getOffsetDateTime("opened_at").toInstant());
    boolean began = began(row);
    var wire = Visit.newBuilder().setId(row.getUUID("id").toString())
        .setMemberId(row.getUUID("member").toString())
        .setClubId(row.getUUID("home").toString()).setVisitingClubId(row.getUUID("host").toString())
        .setStatus(VisitStates.status(state)).setState(state).setCheckInTime(opened).setNeverBegan(!began)
        .setVerified(row.getBoolean("verified")).setGuests(row.getInteger("guests"))
        .setCorrected(row.getBoolean("corrected")).setClosedByHouse(row.getBoolean("closed_by_house"))
        .setAlreadyHappened(row.getBoolean("already_happened"))
        .setOverridden(row.getBoolean("overridden"));
    if (began) {
      wire.setCreatedAt(opened).setAgreementId(row.getUUID("agreement").toString())
          .setTermsVersion(row.getInteger("terms_version"));
    } else {
      wire.setCreatedAt(VerdictMapper.timestamp(row.getOffsetDateTime("announced_at").toInstant()));
    }
    flag(row, wire);
    if (row.getOffsetDateTime("closed_at") != null) {
      wire.setCheckOutTime(VerdictMapper.timestamp(row.getOffsetDateTime("closed_at").toInstant()));
    }
    if (row.getString("facility") != null) {
      wire.setFacility(row.getString("facility"));
    }
    if (row.getArrayOfStrings("services") != null) {
      wire.addAllServices(Arrays.asList(row.getArrayOfStrings("services")));
    }
    money(row, wire);
    int stars = row.getColumnIndex("stars");
    if (stars >= 0 && row.getInteger(stars) != null) {
      rating(row, wire);
    }
    return wire.build();
  }

  private static void flag(Row row, Visit.Builder wire) {
    if (row.getString("flag") != null) {
      wire.setFlag(row.getString("flag"));
    }
    if (row.getString("settlement") != null) {
      wire.setSettlement(row.getString("settlement"));
    }
  }

  private static void money(Row row, Visit.Builder wire) {
    if (row.getLong("cost_minor") != null) {
      wire.getCostBuilder().setAmount(row.getLong("cost_minor")).setCurrency(row.getString("cost_currency"));
    }
    if (row.getBuffer("bill") != null) {
      var bill = BillMapper.read(row.getBuffer("bill"));
      wire.setBill(bill).setFee(bill.getFee());
    } else if (row.getLong("fee_minor") != null) {
      fee(row, wire);
    }
  }

  private static void rating(Row row, Visit.Builder wire) {
    var rating = wire.getRatingBuilder().setStars(row.getInteger("stars"))
        .setRatedAt(VerdictMapper.timestamp(row.getOffsetDateTime("rated_at").toInstant()));
    String comment = row.getString("comment");
    if (comment != null) {
      rating.setComment(comment);
    }
  }

  private static void fee(Row row, Visit.Builder wire) {
    var fee = wire.getFeeBuilder().setAmount(row.getLong("fee_minor"))
        .setCurrency(row.getString("fee_currency"))
        .setReason(row.getString("fee_reason"));
    String route = row.getString("fee_route");
    if (route != null) {
      fee.setRoute(SettlementRoute.valueOf(route));
    }
  }
}
