package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.reciprocal.Desks.member;
import static org.reciprocalclubs.reciprocal.Desks.staff;

import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.kit.v1.Money;
import org.reciprocalclubs.codecs.kit.v1.PageRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CancelVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckOutVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListMyVisitsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListVisitsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListVisitsRequest.Role;
import org.reciprocalclubs.codecs.reciprocal.v1.RecordVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.SortOrder;
import org.reciprocalclubs.codecs.reciprocal.v1.VerifyVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Visit;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitSort;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitsGrpcClient;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.reciprocal.rules.Terms;

class VisitListsTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");
  private static Desks desks;
  private static int rounds;

  private final Federation federation = new Federation(DATABASE);
  private UUID club;
  private UUID partner;
  private UUID other;
  private UUID ada;
  private Visit here;
  private Visit abroad;
  private Visit second;

  @BeforeAll
  static void open() {
    desks = new Desks(DATABASE);
  }

  /** The club's own member was abroad; one of each of two partners came. */
  @BeforeEach
  void threeVisits() {
    club = federation.club("LIST" + ++rounds);
    partner = federation.club("PART" + rounds);
    other = federation.club("OTHER" + rounds);
    federation.agreement(club, partner, Terms.OPEN);
    federation.agreement(club, other, Terms.OPEN);
    ada = federation.member(partner, "1");
    here = record(club, ada, 300);
    abroad = record(partner, federation.member(club, "1"), 100);
    second = record(club, federation.member(other, "1"), 200);
  }

  private Visit record(UUID host, UUID visitor, long cost) {
    return desks.ask(staff(host), VisitsGrpcClient.RecordVisit,
        RecordVisitRequest.newBuilder().setMemberId(visitor.toString()).setVisitingClubId(host.toString())
            .addServices("=Dinner, \"late\"")
            .setCost(Money.newBuilder().setAmount(cost).setCurrency("USD")).build());
  }

  private static ListVisitsRequest.Builder all() {
    return ListVisitsRequest.newBuilder();
  }

  private List<String> list(ListVisitsRequest.Builder request) {
    return desks.ask(staff(club), VisitsGrpcClient.ListVisits, request.build()).getNodesList().stream()
        .map(Visit::getId).toList();
  }

  @Test
  void a_list_of_years_is_counted_so_far_and_read_to_its_end() {
    DATABASE.admin(
        """
            insert into reciprocal.visit (id, host, home, member, person, agreement, terms_version, version, state,
                opened_at, closed_at, local_day, used, guests, nights, actor)
              select gen_random_uuid(), w.host, w.home, w.member, w.person, w.agreement, 1, 2, 'CHECKED_OUT',
                     w.opened_at - i * interval '1 hour', w.opened_at, w.local_day, w.used, 0, 0, w.actor
                from reciprocal.visit w cross join generate_series(1, $2) i where w.id = $1""",
        UUID.fromString(here.getId()), 1_100);
    var page = desks.ask(staff(club), VisitsGrpcClient.ListVisits, all()
        .setPagination(PageRequest.newBuilder().setPageSize(100)).build());
    assertThat(page.getPageInfo().getTotal()).isEqualTo(1_000);
    assertThat(page.getPageInfo().getTotalIsLeast()).isTrue();

    var seen = new HashSet<String>();
    while (page.getPageInfo().getHasNextPage()) {
      page.getNodesList().forEach(visit -> seen.add(visit.getId()));
      page = desks.ask(staff(club), VisitsGrpcClient.ListVisits, all().setPagination(PageRequest.newBuilder()
          .setPageSize(100).setCursor(page.getPageInfo().getNextCursor())).build());
    }
    page.getNodesList().forEach(visit -> seen.add(visit.getId()));
    assertThat(seen).hasSize(1_103);
    assertThat(list(all().setMemberId(ada.toString()).setPagination(PageRequest.newBuilder().setPage(12)
        .setPageSize(100)))).hasSize(1);
  }

  @Test
  void a_list_is_narrowed_by_role_partner_and_member() {
    assertThat(list(all())).containsExactly(second.getId(), abroad.getId(), here.getId());
    assertThat(list(all().setRole(Role.HOST))).containsExactly(second.getId(), here.getId());
    assertThat(list(all().setRole(Role.HOME))).containsExactly(abroad.getId());
    assertThat(list(all().setPartnerClubId(partner.toString()))).containsExactly(abroad.getId(),
        here.getId());
    assertThat(list(all().setMemberId(ada.toString()))).containsExactly(here.getId());
  }

  @Test
  void a_members_visits_from_before_the_login_are_found_too() {
    DATABASE.admin("update reciprocal.visit set person = member where id = $1",
        UUID.fromString(here.getId()));
    assertThat(list(all().setMemberId(ada.toString()))).containsExactly(here.getId());
  }

  @Test
  void a_list_is_narrowed_by_what_happened_to_the_visit() {
    desks.ask(staff(club), VisitsGrpcClient.VerifyVisit,
        VerifyVisitRequest.newBuilder().setId(here.getId()).build());
    desks.ask(staff(club), VisitsGrpcClient.CheckOutVisit,
        CheckOutVisitRequest.newBuilder().setVisitId(second.getId()).build());

    assertThat(list(all().setVerified(true))).containsExactly(here.getId());
    assertThat(list(all().setVerified(false))).containsExactly(second.getId(), abroad.getId());
    assertThat(list(all().setStatus(Visit.Status.CHECKED_OUT))).containsExactly(second.getId());
    assertThat(list(all().setFacility("POOL"))).isEmpty();
    assertThat(list(all().setStatus(Visit.Status.CANCELLED))).isEmpty();

    desks.ask(staff(club), VisitsGrpcClient.CancelVisit,
        CancelVisitRequest.newBuilder().setId(here.getId()).setReason("by mistake").build());

    assertThat(list(all().setStatus(Visit.Status.CANCELLED))).containsExactly(here.getId());
    assertThat(list(all().setStatus(Visit.Status.CHECKED_IN))).containsExactly(abroad.getId());
  }

  @Test
  void a_list_is_narrowed_by_the_hosts_days_and_by_instants() {
    assertThat(list(all().setFrom("2000-01-01").setTo("2000-01-31"))).isEmpty();
    assertThat(list(all().setFrom("2000-01-01"))).hasSize(3);
    assertThat(list(all().setFrom("2000-01-01T00:00:00Z").setTo("2000-01-01T00:00:00+02:00"))).isEmpty();
    assertThat(list(all().setTo("2999-01-01T00:00:00Z"))).hasSize(3);
    desks.refused("VALIDATION_ERROR", staff(club), VisitsGrpcClient.ListVisits,
        all().setFrom("yesterday").build());
  }

  @Test
  void a_list_is_sorted_by_cost_and_walked_by_its_cursor() {
    var from = here.getCheckInTime();
    var request = all().setSort(VisitSort.COST).setOrder(SortOrder.ASC)
        .setFrom(java.time.Instant.ofEpochSecond(from.getSeconds() - 60).toString());
    assertThat(list(request)).containsExactly(abroad.getId(), second.getId(), here.getId());

    request.setPagination(PageRequest.newBuilder().setPageSize(2));
    var first = desks.ask(staff(club), VisitsGrpcClient.ListVisits, request.build());
    assertThat(first.getPageInfo().getTotal()).isEqualTo(3);
    request.getPaginationBuilder().setCursor(first.getPageInfo().getNextCursor());
    assertThat(list(request)).containsExactly(here.getId());
    desks.refused("VALIDATION_ERROR", staff(club), VisitsGrpcClient.ListVisits,
        all().setSort(VisitSort.COST).build());
  }

  @Test
  void visits_that_last_come_last_of_those_sorted_by_their_end() {
    desks.ask(staff(club), VisitsGrpcClient.CheckOutVisit,
        CheckOutVisitRequest.newBuilder().setVisitId(second.getId()).build());
    desks.ask(staff(club), VisitsGrpcClient.CheckOutVisit,
        CheckOutVisitRequest.newBuilder().setVisitId(here.getId()).build());
    var from = java.time.Instant.ofEpochSecond(here.getCheckInTime().getSeconds() - 60).toString();

    assertThat(list(all().setSort(VisitSort.CHECK_OUT_TIME).setOrder(SortOrder.ASC).setFrom(from)))
        .containsExactly(second.getId(), here.getId(), abroad.getId());
  }

  @Test
  void no_filter_shows_a_club_the_visits_of_others() {
    var third = staff(federation.club("THIRD" + rounds));
    for (var request : List.of(all(), all().setMemberId(ada.toString()),
        all().setPartnerClubId(club.toString()), all().setRole(Role.HOST))) {
      var page = desks.ask(third, VisitsGrpcClient.ListVisits, request.build());
      assertThat(page.getNodesCount()).isZero();
      assertThat(page.getPageInfo().getTotal()).isZero();
    }
    assertThat(desks.ask(staff(other), VisitsGrpcClient.ListVisits,
        all().setPartnerClubId(club.toString()).build()).getNodesList())
        .extracting(Visit::getId).containsExactly(second.getId());
  }

  @Test
  void a_member_sorts_and_narrows_their_own_visits_only() {
    var mine = ListMyVisitsRequest.newBuilder().setSort(VisitSort.COST);
    var me = member(partner, Federation.person(ada));
    assertThat(desks.ask(me, VisitsGrpcClient.ListMyVisits, mine.build()).getNodesList())
        .extracting(Visit::getId).containsExactly(here.getId());
    assertThat(desks.ask(me, VisitsGrpcClient.ListMyVisits,
        mine.setPartnerClubId(other.toString()).build()).getNodesCount()).isZero();
  }

  @Test
  void a_list_becomes_a_file_that_a_spreadsheet_reads_and_does_not_carry_out() {
    var file = desks.ask(staff(club), VisitsGrpcClient.ExportVisits, all().setRole(Role.HOST).build());

    assertThat(file.getFilename()).matches("visits-\\d{4}-\\d\\d-\\d\\d\\.csv");
    assertThat(file.getContent().lines()).hasSize(3);
    assertThat(file.getContent()).startsWith("id,state,member_id,").contains("\r\n" + second.getId())
        .contains("\"'=Dinner, \"\"late\"\"\",300,USD");
    var mine = desks.ask(member(partner, Federation.person(ada)), VisitsGrpcClient.ExportMyVisits,
        ListMyVisitsRequest.getDefaultInstance());
    assertThat(mine.getContent().lines()).hasSize(2);
  }
}
