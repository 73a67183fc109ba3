package org.reciprocalclubs.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.auth.ProblemAssert.assertInvalid;
import static org.reciprocalclubs.auth.ProblemAssert.assertRefused;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.auth.v1.AppointAdminRequest;
import org.reciprocalclubs.codecs.auth.v1.Club;
import org.reciprocalclubs.codecs.auth.v1.ClubSettings;
import org.reciprocalclubs.codecs.auth.v1.ClubsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.GetClubRequest;
import org.reciprocalclubs.codecs.auth.v1.GetMyClubRequest;
import org.reciprocalclubs.codecs.auth.v1.ImportClubsRequest;
import org.reciprocalclubs.codecs.auth.v1.ListClubsRequest;
import org.reciprocalclubs.codecs.auth.v1.SetClubTierRequest;
import org.reciprocalclubs.codecs.auth.v1.UpdateClubRequest;
import org.reciprocalclubs.codecs.kit.v1.ImportReport;
import org.reciprocalclubs.codecs.kit.v1.ImportRow.Outcome;
import org.reciprocalclubs.codecs.kit.v1.Money;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.StoreProblem;
import org.reciprocalclubs.kit.store.TestDatabase;

final class ClubsTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth");
  private static final String GOOD = "\"1 Dock, Seattle, WA 98101\"\n";
  private static AuthNode node;

  @BeforeAll
  static void start() {
    node = AuthNode.start(DATABASE);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static ImportClubsRequest.Builder csv(String rows) {
    return ImportClubsRequest.newBuilder().setFormat(ImportClubsRequest.Format.CSV)
        .setContent(ByteString.copyFromUtf8("name,address\n" + rows));
  }

  private static ImportReport imported(ImportClubsRequest.Builder request) {
    return node.ask(node.operator(), ClubsGrpcClient.ImportClubs, request.build());
  }

  private static boolean isListed(String name) {
    return node.ask(node.operator(), ClubsGrpcClient.ListClubs, ListClubsRequest.getDefaultInstance())
        .getClubsList()
        .stream().anyMatch(club -> club.getName().equals(name));
  }

  @Test
  void oneBadRowKeepsTheFileOutUnlessPartialIsAskedFor() {
    String rows = "Alder Yacht Club," + GOOD + "Nowhere Yacht Club,\"Main Square\"\n";
    ImportReport whole = imported(csv(rows));
    assertThat(whole.getApplied()).isFalse();
    assertThat(whole.getRejected()).isEqualTo(1);
    assertThat(whole.getRows(1).getIssuesList())
        .anyMatch(issue -> issue.getCode().equals("TIME_ZONE_UNKNOWN"));
    assertThat(isListed("Alder Yacht Club")).isFalse();
    ImportReport partial = imported(csv(rows).setPartial(true));
    assertThat(partial.getApplied()).isTrue();
    assertThat(partial.getRows(0).getOutcome()).isEqualTo(Outcome.CREATED);
    assertThat(partial.getRows(1).getId()).isEmpty();
    assertThat(isListed("Alder Yacht Club")).isTrue();
  }

  @Test
  void aTrialReportsAndChangesNothing() {
    ImportReport report = imported(csv("Trial Yacht Club," + GOOD).setTrial(true));
    assertThat(report.getApplied()).isFalse();
    assertThat(report.getCreated()).isEqualTo(1);
    assertThat(isListed("Trial Yacht Club")).isFalse();
  }

  @Test
  void anImportAgainChangesOnlyWhatChangedAndEveryChangeIsAnEventForAllClubs() {
    ImportReport first = imported(csv("Bay Yacht Club," + GOOD + "Cove Yacht Club," + GOOD));
    UUID cove = UUID.fromString(first.getRows(1).getId());
    ImportReport again = imported(
        csv("Bay Yacht Club," + GOOD + "Cove Yacht Club,\"2 Dock, Seattle, WA 98101\"\n"));
    assertThat(again.getUnchanged()).isEqualTo(1);
    assertThat(again.getUpdated()).isEqualTo(1);
    assertThat(again.getRows(1).getId()).isEqualTo(cove.toString());
    Caller other = node.newClub();
    List<EventRecord> events = DATABASE.store().read(Scope.club(other.requireClub()),
        tx -> tx.events(cove, 0));
    assertThat(events).extracting(EventRecord::name).containsExactly("ClubAdmitted", "ClubChanged");
  }

  @Test
  void theSameImportUnderTheSameKeyHappensOnce() {
    CallContext call = CallContext.of(node.operator()).withIdempotencyKey("import-1");
    ImportClubsRequest request = csv("Once Yacht Club," + GOOD).build();
    ImportReport first = node.ask(call, ClubsGrpcClient.ImportClubs, request);
    assertThat(first.getCreated()).isEqualTo(1);
    assertThat(node.ask(call, ClubsGrpcClient.ImportClubs, request)).isEqualTo(first);
  }

  @Test
  void filesThatCannotBeReadSaySoWithACode() {
    assertRefused(() -> imported(csv("\"open")), ErrorCode.VALIDATION_ERROR, "QUOTE_UNCLOSED");
    assertRefused(() -> imported(csv("x").setFormat(ImportClubsRequest.Format.GEOJSON)),
        ErrorCode.VALIDATION_ERROR,
        "NOT_JSON");
    assertInvalid(() -> imported(csv("x").setDefaultTimeZone("Moon")), "defaultTimeZone");
    assertInvalid(() -> imported(csv("x").clearContent()), "content");
  }

  @Test
  void onlyTheOperatorImportsAndAppoints() {
    Caller admin = node.newClub();
    assertRefused(() -> node.ask(admin, ClubsGrpcClient.ImportClubs, csv("x").build()),
        ErrorCode.UNAUTHORIZED,
        "UNAUTHORIZED");
    Caller impostor = new Caller(Caller.Kind.PERSON, admin.subject(), admin.club(), null, admin.session(),
        java.util.Set.of("club.import"), java.util.Set.of("club_admin"));
    assertRefused(
        () -> node.ask(impostor, ClubsGrpcClient.ImportClubs, csv("Evil Yacht Club," + GOOD).build()),
        ErrorCode.UNAUTHORIZED, "UNAUTHORIZED");
  }

  @Test
  void aClubHasOneFirstAdministrator() {
    Caller admin = node.newClub();
    AppointAdminRequest second = AppointAdminRequest.newBuilder().setClubId(admin.requireClub().toString())
        .setEmail("second@admin.example").setFirstName("S").setLastName("A").setPassword(AuthNode.PASSWORD)
        .build();
    assertRefused(() -> node.ask(node.operator(), ClubsGrpcClient.AppointAdmin, second), ErrorCode.CONFLICT,
        "CLUB_HAS_ADMIN");
    AppointAdminRequest nowhere = second.toBuilder().setClubId(UUID.randomUUID().toString()).build();
    assertRefused(() -> node.ask(node.operator(), ClubsGrpcClient.AppointAdmin, nowhere), ErrorCode.NOT_FOUND,
        "NOT_FOUND");
  }

  @Test
  void aClubChangesItsOwnPageAndReadsAllOthers() {
    Caller admin = node.newClub();
    Caller other = node.newClub();
    Club changed = node.ask(admin, ClubsGrpcClient.UpdateClub,
        UpdateClubRequest.newBuilder().setDescription("By the lake").setTimeZone("Europe/Paris")
            .setSettings(ClubSettings.newBuilder().setAllowReciprocal(true).setMaxVisitsPerMonth(4)
                .setReciprocalFee(Money.newBuilder().setAmount(1500).setCurrency("EUR")))
            .build());
    assertThat(changed.getSettings().getReciprocalFee().getAmount()).isEqualTo(1500);
    assertThat(node.ask(admin, ClubsGrpcClient.GetMyClub, GetMyClubRequest.getDefaultInstance()))
        .isEqualTo(changed);
    assertThat(
        node.ask(other, ClubsGrpcClient.GetClub, GetClubRequest.newBuilder().setId(changed.getId()).build()))
        .isEqualTo(changed);
    assertThat(node.ask(other, ClubsGrpcClient.GetClub,
        GetClubRequest.newBuilder().setCode(changed.getCode().toLowerCase(java.util.Locale.ROOT)).build()))
        .isEqualTo(changed);
    assertRefused(() -> node.ask(other, ClubsGrpcClient.UpdateClub,
        UpdateClubRequest.newBuilder().setName(changed.getName()).build()), ErrorCode.CONFLICT, "NAME_TAKEN");
    assertInvalid(() -> node.ask(other, ClubsGrpcClient.UpdateClub,
        UpdateClubRequest.newBuilder().setTimeZone("CET").build()), "timeZone");
  }

  @Test
  void theOperatorSetsAClubsTierAndNobodyElseDoes() {
    Caller admin = node.newClub();
    UUID id = admin.requireClub();
    Club tiered = node.ask(node.operator(), ClubsGrpcClient.SetClubTier, tier(id, "PLATINUM"));
    assertThat(tiered.getTier()).isEqualTo("PLATINUM");
    assertThat(node.ask(node.operator(), ClubsGrpcClient.SetClubTier, tier(id, "PLATINUM")))
        .isEqualTo(tiered);
    assertThat(node.ask(admin, ClubsGrpcClient.UpdateClub,
        UpdateClubRequest.newBuilder().setDescription("By the sea").build()).getTier()).isEqualTo("PLATINUM");
    List<EventRecord> events = DATABASE.store().read(Scope.club(id), tx -> tx.events(id, 0));
    assertThat(events).extracting(EventRecord::name).endsWith("ClubChanged", "ClubChanged");

    assertRefused(() -> node.ask(admin, ClubsGrpcClient.SetClubTier, tier(id, "PRESTIGE")),
        ErrorCode.UNAUTHORIZED, "UNAUTHORIZED");
    Caller impostor = new Caller(Caller.Kind.PERSON, admin.subject(), id, null, admin.session(),
        java.util.Set.of("club.set_tier"), java.util.Set.of("club_admin"));
    assertRefused(() -> node.ask(impostor, ClubsGrpcClient.SetClubTier, tier(id, "PRESTIGE")),
        ErrorCode.UNAUTHORIZED, "UNAUTHORIZED");
    assertThatThrownBy(() -> DATABASE.store().perform(Scope.club(id),
        tx -> tx.query("update auth.club set tier = 'PRESTIGE' where id = $1", id)))
        .isInstanceOf(StoreProblem.class);

    assertThat(node.ask(node.operator(), ClubsGrpcClient.SetClubTier,
        SetClubTierRequest.newBuilder().setClubId(id.toString()).build()).hasTier()).isFalse();
  }

  @Test
  void aTierIsAShortNameOfAClub() {
    UUID id = node.newClub().requireClub();
    for (String name : List.of("", "platinum", "FIRST CLASS", "X".repeat(33))) {
      assertInvalid(() -> node.ask(node.operator(), ClubsGrpcClient.SetClubTier, tier(id, name)), "tier");
    }
    assertInvalid(() -> node.ask(node.operator(), ClubsGrpcClient.SetClubTier,
        tier(id, "GOLD").toBuilder().setClubId("golf").build()), "clubId");
    for (UUID none : List.of(node.federation(), new UUID(1, 1))) {
      assertRefused(() -> node.ask(node.operator(), ClubsGrpcClient.SetClubTier, tier(none, "GOLD")),
          ErrorCode.NOT_FOUND, "NOT_FOUND");
    }
  }

  private static SetClubTierRequest tier(UUID club, String tier) {
    return SetClubTierRequest.newBuilder().setClubId(club.toString()).setTier(tier).build();
  }

  @Test
  void theRoomsThatAskForClubsFindAllOfThem() {
    Caller admin = node.newClub();
    List<UUID> found = new java.util.ArrayList<>();
    DATABASE.store().perform(Scope.nobody(),
        tx -> tx.query("select id, code, name, status, time_zone, currency from auth.clubs_for_desk()")
            .forEach(row -> found.add(row.getUUID(0))));
    assertThat(found).contains(admin.requireClub(), node.federation());
  }

  @Test
  void theOperatorIsMadeOnce() {
    assertThat(Bootstrap.ensureOperator(DATABASE.store(), node.passwords(), Operator.of("x@y.example", "z")))
        .isEqualTo(new Bootstrap.Ensured(node.federation(), false));
  }
}
