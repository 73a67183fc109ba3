package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.reciprocal.Desks.member;
import static org.reciprocalclubs.reciprocal.Desks.staff;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.kit.v1.Money;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckOutVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CorrectVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.GetVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListVisitHistoryRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListVisitsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Settlement;
import org.reciprocalclubs.codecs.reciprocal.v1.SettlementRoute;
import org.reciprocalclubs.codecs.reciprocal.v1.Visit;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitClosed;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitOpened;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitsGrpcClient;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.reciprocal.rules.Fees;
import org.reciprocalclubs.reciprocal.rules.Fees.Route;
import org.reciprocalclubs.reciprocal.rules.Terms;

/** The bill with which a visitor leaves: how it may be paid, and what the home club pays of it. */
class VisitBillsTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");
  private static final Fees.Cap SEVENTY = new Fees.Cap(7_000, null, false, Set.of("POWER"));
  private static Desks desks;

  private Bookings pair;

  @BeforeAll
  static void open() {
    desks = new Desks(DATABASE);
  }

  @BeforeEach
  void twoClubs() {
    pair = new Bookings(DATABASE, desks);
  }

  @AfterEach
  void backToNow() {
    pair.backToNow();
  }

  /** A visit for 50 dollars, settled so. */
  private void agree(Fees.Settlement settlement) {
    var line = Fees.Line.plain(Fees.Basis.PER_VISIT, 5_000);
    pair.federation.agreement(pair.host, pair.home, Terms.OPEN
        .withFees(new Fees("USD", List.of(line), List.of(), settlement, null)));
  }

  private void reimbursed() {
    agree(new Fees.Settlement(Route.HOME_CLUB_REIMBURSES, SEVENTY, Set.of(Fees.Method.CARD)));
  }

  private static Money usd(long amount) {
    return Money.newBuilder().setAmount(amount).setCurrency("USD").build();
  }

  private Visit checkOut(String id, Money cost, String... services) {
    return desks.ask(staff(pair.host), VisitsGrpcClient.CheckOutVisit, CheckOutVisitRequest.newBuilder()
        .setVisitId(id).setCost(cost).addAllServices(List.of(services)).build());
  }

  private static Visit visit(Caller by, String id) {
    return desks.ask(by, VisitsGrpcClient.GetVisit, GetVisitRequest.newBuilder().setId(id).build());
  }

  private static VisitClosed closed(String visit) throws Exception {
    return VisitClosed.parseFrom(DATABASE.admin("""
        select data from kit.event where stream = $1 and type like '%.VisitClosed'""",
        UUID.fromString(visit)).iterator().next().getBuffer(0).getBytes());
  }

  @Test
  void itCarriesWhatTheFeeOfTheVerdictSaidAndTheCostAndTheCap() throws Exception {
    reimbursed();
    var admitted = pair.checkIn(0);
    var id = admitted.getScanId();
    var left = checkOut(id, usd(4_000), "Dinner");

    var bill = left.getBill();
    assertThat(bill.getFee()).isEqualTo(admitted.getVerdict().getFee());
    assertThat(bill.getFee().getMethodsList()).containsExactly(Settlement.Method.CARD);
    assertThat(bill.getFee().getRoute()).isEqualTo(SettlementRoute.HOME_CLUB_REIMBURSES);
    assertThat(bill.getFee().getHomePays()).as("as of the entry").isEqualTo(5_000);
    assertThat(bill.getDueList()).containsExactly(usd(9_000));
    assertThat(bill.getVisitorPaysList()).containsExactly(usd(9_000));
    assertThat(bill.getHomePaysList()).containsExactly(usd(7_000));
    assertThat(bill.getHomePaysMost()).isEqualTo(usd(7_000));
    assertThat(left.getFee()).isEqualTo(bill.getFee());
    for (var reader : List.of(staff(pair.host), staff(pair.home), member(pair.home,
        Federation.person(pair.visitor)))) {
      assertThat(visit(reader, id)).isEqualTo(left);
    }
    assertThat(closed(id).getBill()).isEqualTo(bill);
    assertThat(desks.ask(staff(pair.home), VisitsGrpcClient.ListVisits,
        ListVisitsRequest.getDefaultInstance()).getNodesList()).containsExactly(left);
  }

  @Test
  void aFileAndTheHistorySayItToo() {
    reimbursed();
    var left = checkOut(pair.checkIn(0).getScanId(), usd(1_000), "Power");
    var file = desks.ask(staff(pair.host), VisitsGrpcClient.ExportVisits,
        ListVisitsRequest.getDefaultInstance()).getContent();
    assertThat(file.lines().findFirst().orElseThrow())
        .endsWith(",terms_version,payment_methods,due,visitor_pays,home_pays,home_pays_most");
    assertThat(file).endsWith(",1,CARD,6000 USD,6000 USD,5000 USD,7000 USD\r\n");
    assertThat(desks.ask(staff(pair.home), VisitsGrpcClient.ListVisitHistory,
        ListVisitHistoryRequest.newBuilder().setId(left.getId()).build()).getEntriesList().getLast()
        .getBill()).isEqualTo(left.getBill());
  }

  @Test
  void aDeskSeesBeforehandWhatItWouldBe() {
    agree(new Fees.Settlement(Route.CHARGE_HOME_CLUB, SEVENTY, Set.of()));
    var id = pair.checkIn(0).getScanId();
    var inside = visit(staff(pair.host), id);
    assertThat(inside.getState()).isEqualTo("CHECKED_IN");
    assertThat(inside.getBill().getHomePaysList()).containsExactly(usd(5_000));
    assertThat(inside.getBill().getVisitorPaysList()).isEmpty();

    var left = checkOut(id, usd(3_000));
    assertThat(left.getBill().getHomePaysList()).containsExactly(usd(7_000));
    assertThat(left.getBill().getVisitorPaysList()).containsExactly(usd(1_000));
  }

  @Test
  void aCostInAnotherCurrencyStandsBesideTheFee() {
    agree(new Fees.Settlement(Route.PAY_ON_LEAVING, null, Set.of(Fees.Method.CASH)));
    var euros = Money.newBuilder().setAmount(1_200).setCurrency("EUR").build();
    var bill = checkOut(pair.checkIn(0).getScanId(), euros).getBill();
    assertThat(bill.getDueList()).containsExactly(usd(5_000), euros);
    assertThat(bill.getVisitorPaysList()).containsExactly(usd(5_000), euros);
    assertThat(bill.getHomePaysList()).isEmpty();
    assertThat(bill.hasHomePaysMost()).isFalse();
  }

  @Test
  void aCorrectionCorrectsTheBillOfAVisitThatHasEnded() {
    reimbursed();
    var id = pair.checkIn(0).getScanId();
    var correction = CorrectVisitRequest.newBuilder().setId(id).setReason("Another table's");
    var office = staff(pair.host);
    var before = desks.ask(office, VisitsGrpcClient.CorrectVisit, correction.setCost(usd(900)).build());
    assertThat(before.hasBill()).as("while it lasts").isFalse();
    assertThat(visit(office, id).getBill().getDueList()).containsExactly(usd(5_900));
    checkOut(id, usd(1_000), "Lunch");

    var after = desks.ask(office, VisitsGrpcClient.CorrectVisit,
        correction.setCost(usd(0)).setNoServices(true).build());
    assertThat(after.getBill().getDueList()).containsExactly(usd(5_000));
    assertThat(after.getBill().getHomePaysList()).containsExactly(usd(5_000));
    assertThat(visit(office, id).getBill()).isEqualTo(after.getBill());
    assertThat(desks.ask(office, VisitsGrpcClient.ListVisitHistory,
        ListVisitHistoryRequest.newBuilder().setId(id).build()).getEntriesList().getLast().getBill())
        .isEqualTo(after.getBill());
  }

  @Test
  void whoIsToldOfWhenTheyHaveLeftHasLeftWithABill() throws Exception {
    reimbursed();
    pair.travelTo(Instant.now().plus(Duration.ofDays(2)));
    var told = pair.tell(Instant.now().plus(Duration.ofHours(24)));
    var left = visit(staff(pair.host), told.getScanId());
    assertThat(left.getState()).isEqualTo("CHECKED_OUT");
    assertThat(left.getBill().getFee()).isEqualTo(told.getVerdict().getFee());
    assertThat(left.getBill().getHomePaysList()).containsExactly(usd(5_000));
    assertThat(closed(told.getScanId()).getBill()).isEqualTo(left.getBill());
  }

  @Test
  void ofAnEntryOfAnEarlierReleaseTheHomeClubPaysNoMoreThanItsVerdictSaid() throws Exception {
    reimbursed();
    var scan = UUID.fromString(pair.checkIn(0).getScanId());
    var event = VisitOpened.parseFrom(DATABASE.admin(
        "select data from kit.event where stream = $1 and version = 1", scan).iterator().next().getBuffer(0)
        .getBytes());
    assertThat(event.getHomeShare().getMost()).isEqualTo(usd(7_000));
    DATABASE.admin("update kit.event set data = $2 where stream = $1 and version = 1", scan,
        Buffer.buffer(event.toBuilder().clearHomeShare().build().toByteArray()));
    var bill = checkOut(scan.toString(), usd(1_000)).getBill();
    assertThat(bill.getDueList()).containsExactly(usd(6_000));
    assertThat(bill.getHomePaysList()).containsExactly(usd(5_000));
  }
}
