package org.reciprocalclubs.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.ledger.Chancery.CITY;
import static org.reciprocalclubs.ledger.Chancery.HARBOUR;
import static org.reciprocalclubs.ledger.Chancery.SUMMIT;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.codecs.ledger.v1.ListReceiptsRequest;
import org.reciprocalclubs.codecs.ledger.v1.Receipt;
import org.reciprocalclubs.codecs.ledger.v1.ReceiptsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitClosed;
import org.reciprocalclubs.kit.boot.SettingsException;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.ledger.Chancery.Happened;
import org.reciprocalclubs.ledger.Chancery.Visitor;

class ReceiptsTest {
  private static final int RECEIPT_MAX = 2_048;
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("ledger");
  private static Chancery chancery;

  @BeforeAll
  static void open() {
    chancery = new Chancery(DATABASE);
  }

  @AfterAll
  static void close() {
    chancery.close();
  }

  private static Happened logged(Visitor visitor, UUID host) {
    long before = chancery.size();
    var happened = chancery.opened(visitor, host);
    chancery.grown(before + 1);
    return happened;
  }

  @Test
  void both_clubs_and_the_visitor_have_the_same_leaf_of_a_visit() throws Exception {
    var visitor = Visitor.of(HARBOUR);
    var visit = logged(visitor, CITY);

    var leaf = leaf(chancery.receipt(Chancery.office(CITY), visit));
    assertThat(leaf.getString("host")).isEqualTo(CITY.toString());
    assertThat(leaf.getString("home")).isEqualTo(HARBOUR.toString());
    assertThat(leaf.getString("type")).isEqualTo("VisitOpened");
    assertThat(leaf.getString("terms")).isEqualTo("sha256:00ff");
    assertThat(leaf).isEqualTo(leaf(chancery.receipt(Chancery.office(HARBOUR), visit)))
        .isEqualTo(leaf(chancery.receipt(Chancery.person(visitor), visit)));
  }

  @Test
  void another_club_and_another_member_are_told_of_nothing() throws Exception {
    var visit = logged(Visitor.of(HARBOUR), CITY);
    for (var stranger : List.of(Chancery.office(SUMMIT), Chancery.person(Visitor.of(HARBOUR)),
        Chancery.person(Visitor.of(SUMMIT)))) {
      assertThatThrownBy(() -> chancery.receipt(stranger, visit)).isInstanceOfSatisfying(Problem.class,
          problem -> assertThat(problem.code()).isEqualTo("NOT_FOUND"));
      assertThat(chancery.ask(stranger, ReceiptsGrpcClient.ListReceipts, of(visit)).getNodesList()).isEmpty();
    }
  }

  @Test
  void a_receipt_names_nobody_and_a_member_has_another_name_at_each_host() throws Exception {
    var visitor = Visitor.of(HARBOUR);
    var first = chancery.receipt(Chancery.office(HARBOUR), logged(visitor, CITY));
    var again = chancery.receipt(Chancery.office(HARBOUR), logged(visitor, CITY));
    var elsewhere = chancery.receipt(Chancery.office(HARBOUR), logged(visitor, SUMMIT));

    assertThat(leaf(first).getString("visitor")).isEqualTo(leaf(again).getString("visitor"))
        .isNotEqualTo(leaf(elsewhere).getString("visitor"));
    for (var receipt : List.of(first, again, elsewhere)) {
      assertThat(receipt.getDocument()).doesNotContain(visitor.member().toString(),
          visitor.user().toString());
      assertThat(receipt.getDocument().length()).isLessThanOrEqualTo(RECEIPT_MAX);
    }
  }

  @Test
  void what_followed_in_a_visit_is_listed_newest_first() throws Exception {
    var visitor = Visitor.of(HARBOUR);
    var visit = logged(visitor, CITY);
    long before = chancery.size();
    chancery.happened(CITY, HARBOUR, visit.stream(), 1, VisitClosed.newBuilder()
        .setVisitId(visit.stream().toString()).setVisitingClubId(CITY.toString())
        .setClubId(HARBOUR.toString()).setMemberId(visitor.member().toString())
        .setUserId(visitor.user().toString()).build());
    chancery.grown(before + 1);

    var listed = chancery.ask(Chancery.person(visitor), ReceiptsGrpcClient.ListReceipts, of(visit));
    assertThat(listed.getNodesList()).extracting(Receipt::getType).containsExactly("VisitClosed",
        "VisitOpened");
    assertThat(listed.getPageInfo().getTotal()).isEqualTo(2);
  }

  @Test
  void who_was_erased_has_no_receipts_any_more_and_those_of_others_still_hold() throws Exception {
    var erased = Visitor.of(HARBOUR);
    var visit = logged(erased, CITY);
    var other = logged(Visitor.of(HARBOUR), CITY);
    DATABASE.admin("update ledger.salt set secret = null where subject = $1", erased.member());
    var later = chancery.opened(erased, CITY);
    logged(Visitor.of(HARBOUR), CITY);
    assertThatThrownBy(() -> chancery.receipt(Chancery.office(CITY), later)).isInstanceOfSatisfying(
        Problem.class, problem -> assertThat(problem.code()).isEqualTo("ERASED"));
    assertThatThrownBy(() -> chancery.receipt(Chancery.office(CITY), visit)).isInstanceOfSatisfying(
        Problem.class, problem -> assertThat(problem.code()).isEqualTo("ERASED"));
    assertThat(chancery.receipt(Chancery.office(CITY), other).getState()).isEqualTo(Receipt.State.LOGGED);
  }

  @Test
  void a_log_keeps_its_name() {
    var store = DATABASE.store();
    var other = new LogWriter(Codecs.contract(),
        LogKeys.load(store, chancery.data().sealer(), "other.example/log"));
    assertThatThrownBy(() -> other.begin(store)).isInstanceOf(SettingsException.class)
        .hasMessageContaining("other.example/log").hasMessageContaining(Chancery.ORIGIN);
  }

  @Test
  void what_is_no_id_is_named() {
    assertThatThrownBy(() -> chancery.ask(Chancery.office(CITY), ReceiptsGrpcClient.ListReceipts,
        ListReceiptsRequest.newBuilder().setStream("7").build())).isInstanceOfSatisfying(Problem.class,
            problem -> assertThat(problem.field()).isEqualTo("stream"));
  }

  @Test
  void many_visits_at_once_are_logged_each_once_in_the_order_of_the_feed() throws Exception {
    long before = chancery.size();
    var happened = new ArrayList<Happened>();
    for (int i = 0; i < 700; i++) {
      happened.add(chancery.opened(Visitor.of(i % 2 == 0 ? HARBOUR : SUMMIT), CITY));
    }
    chancery.grown(before + 700);

    long index = before;
    for (var each : happened) {
      assertThat(chancery.receipt(Chancery.office(CITY), each).getIndex()).isEqualTo(index++);
    }
  }

  private static ListReceiptsRequest of(Happened happened) {
    return ListReceiptsRequest.newBuilder().setStream(happened.stream().toString()).build();
  }

  private static JsonObject leaf(Receipt receipt) {
    return new JsonObject(receipt.getDocument()).getJsonObject("leaf");
  }
}
