package org.reciprocalclubs.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.reciprocalclubs.codecs.ledger.v1.AssignOrganisationRequest;
import org.reciprocalclubs.codecs.ledger.v1.OrganisationsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementAbandoned;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementApproved;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementProposed;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementResumed;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementSuspended;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementTerminated;
import org.reciprocalclubs.codecs.reciprocal.v1.AmendmentApproved;
import org.reciprocalclubs.codecs.reciprocal.v1.AmendmentProposed;
import org.reciprocalclubs.devledger.DevelopmentLedger;
import org.reciprocalclubs.devledger.DevelopmentNetwork;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.Eventually;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.ledger.fabric.Call;
import org.reciprocalclubs.ledger.fabric.FabricLedger;
import org.reciprocalclubs.ledger.fabric.Ledger;

/** What two clubs agree, from its events to the development ledger. */
class AgreementRecordsTest {
  private static final String FEDERATION = "FederationMSP";
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "ledger");
  @TempDir
  private static Path directory;
  private static DevelopmentLedger development;
  private static Ledger ledger;
  private static Chancery chancery;
  private static int clubs;

  @BeforeAll
  static void open() {
    Harbourmaster.found(DATABASE);
    development = DevelopmentLedger.start(new DevelopmentNetwork(directory.resolve("network"),
        List.of(FEDERATION, "CityMSP", "HarbourMSP"), 0, Duration.ofMillis(50), 100));
    chancery = new Chancery(DATABASE, () -> ledger.organisations());
    chancery.recordsOn(development);
    ledger = FabricLedger.open(development.profile(), AnchoredBlockTest.WAITS);
  }

  @AfterAll
  static void close() {
    ledger.close();
    chancery.close();
    development.close();
  }

  private static UUID club() {
    var id = Ids.uuid7();
    DATABASE.admin("""
        insert into auth.club (id, version, code, name, kind, status, location, time_zone, country, currency,
          created_at, updated_at)
        values ($1, 1, $2, $2, 'CITY', 'ACTIVE', '', 'UTC', 'US', 'USD', now(), now())""", id,
        "C" + ++clubs);
    return id;
  }

  /** Two clubs and the events of what they agree. */
  private record Pair(UUID agreement, UUID one, UUID other, List<Message> past) {
    static Pair of(UUID one, UUID other) {
      var pair = new Pair(Ids.uuid7(), one, other, new ArrayList<>());
      return pair.and(one, AgreementProposed.newBuilder().setAgreementId(pair.agreement.toString())
          .setClubId(one.toString()).setPartnerClubId(other.toString()).setTermsVersion(1)
          .setTermsHash("sha256:" + "ab".repeat(32)).setEffectiveDate("2026-01-01")
          .setExpirationDate("2026-12-31").build());
    }

    Pair and(UUID by, Message event) {
      chancery.happened(by, by.equals(one) ? other : one, agreement, past.size(), event);
      past.add(event);
      return this;
    }

    Pair approved() {
      return and(other,
          AgreementApproved.newBuilder().setByClubId(other.toString()).setTermsVersion(1).build());
    }

    JsonObject head() {
      return new JsonObject(new String(ledger.evaluate(
          new Call("agreements", "Get", List.of(agreement.toString()), FEDERATION, Set.of())),
          StandardCharsets.UTF_8));
    }

    long count(String what) {
      return DATABASE.count("select count(*) from ledger.transaction where key = $1",
          "agreement/" + agreement + what);
    }

    void fails(String what, String error) {
      var key = "agreement/" + agreement + what;
      Eventually.until(key + " fails", () -> DATABASE.count("""
          select count(*) from ledger.transaction
           where key = $1 and state = 'FAILED' and starts_with(error, $2)""", key, error) == 1);
    }

    void stands(String what) {
      var key = "agreement/" + agreement + what;
      Eventually.until(key + " stands", () -> {
        var rows = DATABASE.admin("select state, error from ledger.transaction where key = $1", key)
            .iterator();
        if (!rows.hasNext()) {
          return false;
        }
        var row = rows.next();
        assertThat(row.getString("error")).as(key).isNull();
        return row.getString("state").equals("CONFIRMED");
      });
    }
  }

  private static void assign(UUID club, String msp) {
    var operator = new Caller(Caller.Kind.PERSON, Ids.uuid7(), Harbourmaster.club(DATABASE), null, null,
        Set.of("ledger.assign"), Set.of("operator"));
    chancery.ask(operator, OrganisationsGrpcClient.AssignOrganisation,
        AssignOrganisationRequest.newBuilder().setClubId(club.toString()).setMsp(msp).build());
  }

  @Test
  void clubs_without_organisations_of_their_own_are_spoken_for_by_the_federation() {
    var pair = Pair.of(club(), club()).approved();
    pair.stands("/terms/1/approved");
    assertThat(pair.head().getString("status")).isEqualTo("ACTIVE");
  }

  @Test
  void each_club_speaks_through_its_own_organisation_and_every_change_stands_in_order() {
    var pair = Pair.of(club(), club());
    assign(pair.one, "CityMSP");
    assign(pair.other, "HarbourMSP");
    pair.approved();
    pair.stands("/terms/1/approved");
    pair.and(pair.other, AgreementSuspended.newBuilder().setByClubId(pair.other.toString()).build());
    pair.and(pair.other, AgreementResumed.newBuilder().setByClubId(pair.other.toString()).build());
    pair.and(pair.one, AmendmentProposed.newBuilder().setByClubId(pair.one.toString()).setTermsVersion(2)
        .setTermsHash("sha256:" + "cd".repeat(32)).setEffectiveDate("2026-06-01").build());
    pair.and(pair.other, AmendmentApproved.newBuilder().setByClubId(pair.other.toString()).setTermsVersion(2)
        .build());
    pair.stands("/terms/2/approved");
    assertThat(pair.head().getString("status")).isEqualTo("ACTIVE");
    assertThat(pair.head().getJsonObject("inForce").getInteger("version")).isEqualTo(2);
    assertThat(DATABASE.admin("select distinct msp from ledger.transaction where club = $1", pair.one)
        .iterator().next().getString(0)).isEqualTo("CityMSP");
  }

  private static String proposedBy(String key) {
    return DATABASE.admin("select msp from ledger.transaction where key = $1", key).iterator().next()
        .getString(0);
  }

  @Test
  void what_a_club_does_right_after_it_was_given_an_organisation_is_proposed_by_that() {
    var pair = Pair.of(club(), club()).approved();
    pair.stands("/terms/1/approved");
    assign(pair.other, "HarbourMSP");
    pair.and(pair.other, AgreementSuspended.newBuilder().setByClubId(pair.other.toString()).build());
    pair.stands("/suspension/1");
    assertThat(proposedBy("agreement/" + pair.agreement + "/suspension/1")).isEqualTo("HarbourMSP");
    assertThat(proposedBy("agreement/" + pair.agreement + "/terms/1/approved")).isEqualTo(FEDERATION);
  }

  @Test
  void a_club_is_enrolled_while_something_of_it_waits_and_that_stands_afterwards() {
    var pair = Pair.of(club(), club());
    assign(pair.one, "CityMSP");
    enrolled(pair.one);
    development.stopPeer("CityMSP");
    try {
      pair.approved();
      Eventually.until("it is wanted", () -> pair.count("/terms/1/approved") == 1);
      assign(pair.other, "HarbourMSP");
      enrolled(pair.other);
      assertThat(
          DATABASE.count("select count(*) from ledger.transaction where state = 'PENDING' and key = $1",
              "agreement/" + pair.agreement + "/terms/1/approved"))
          .isOne();
    } finally {
      development.startPeer("CityMSP");
    }
    pair.stands("/terms/1/approved");
    assertThat(proposedBy("agreement/" + pair.agreement + "/terms/1/approved")).isEqualTo("HarbourMSP");
  }

  private static void enrolled(UUID club) {
    Eventually.until("it is enrolled", () -> DATABASE.count(
        "select count(*) from ledger.transaction where key = $1 and state = 'CONFIRMED'",
        "club/" + club) == 1);
  }

  @Test
  void an_organisation_that_the_network_does_not_have_is_not_assigned() {
    var club = club();
    assertThatThrownBy(() -> assign(club, "HarborMSP")).isInstanceOfSatisfying(Problem.class,
        problem -> assertThat(problem.code()).isEqualTo("ORGANISATION_UNKNOWN"));
    assign(club, "HarbourMSP");
    enrolled(club);
  }

  /** An approval of other terms than were proposed, as nobody but a tampered platform would ask for. */
  private static Pair refused(Pair pair) {
    DATABASE.admin("""
        create function ledger.spoil() returns trigger language plpgsql as $$ begin
          new.args[4] = 'sha256:' || repeat('00', 32);
          return new;
        end $$""");
    DATABASE.admin("""
        create trigger spoil before insert on ledger.transaction for each row
          when (new.function = 'Approve') execute function ledger.spoil()""");
    try {
      pair.approved();
      pair.fails("/terms/1/approved", "CONFLICT: ");
    } finally {
      DATABASE.admin("drop function ledger.spoil cascade");
    }
    return pair;
  }

  @Test
  void what_was_abandoned_since_the_approval_was_refused_is_taken_back() {
    var pair = refused(Pair.of(club(), club()));
    assertThat(pair.head().getString("status")).isEqualTo("PROPOSED");
    pair.and(pair.one, AgreementAbandoned.newBuilder().setCode("LEDGER_CONFLICT").build());
    pair.stands("/termination");
    assertThat(pair.head().getString("status")).isEqualTo("TERMINATED");
  }

  @Test
  void an_end_that_was_wanted_before_the_last_change_was_refused_stands_all_the_same() {
    var pair = Pair.of(club(), club()).approved();
    pair.stands("/terms/1/approved");
    development.stopPeer(FEDERATION);
    try {
      // the ninth suspension does not follow none: refused once the peer is back
      pair.and(pair.other, AgreementSuspended.newBuilder().setByClubId(pair.other.toString()).build());
      Eventually.until("it is wanted", () -> pair.count("/suspension/1") == 1);
      DATABASE.admin("update ledger.transaction set args[2] = '9' where key = $1",
          "agreement/" + pair.agreement + "/suspension/1");
      pair.and(pair.one, AgreementTerminated.newBuilder().build());
      Eventually.until("it is wanted", () -> pair.count("/termination") == 1);
    } finally {
      development.startPeer(FEDERATION);
    }
    pair.fails("/suspension/1", "CONFLICT: ");
    pair.stands("/termination");
    assertThat(pair.head().getString("status")).isEqualTo("TERMINATED");
  }

  @Test
  void what_is_abandoned_is_taken_back() {
    var pair = Pair.of(club(), club()).approved();
    pair.and(pair.one, AgreementAbandoned.newBuilder().setCode("LEDGER_REFUSED").build());
    pair.stands("/termination");
    assertThat(pair.head().getString("status")).isEqualTo("TERMINATED");
  }
}
