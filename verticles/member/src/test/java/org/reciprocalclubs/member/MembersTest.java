package org.reciprocalclubs.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.member.House.CITY;
import static org.reciprocalclubs.member.House.manager;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.kit.v1.PageRequest;
import org.reciprocalclubs.codecs.member.v1.Address;
import org.reciprocalclubs.codecs.member.v1.CreateMemberRequest;
import org.reciprocalclubs.codecs.member.v1.GetMemberByNumberRequest;
import org.reciprocalclubs.codecs.member.v1.GetMemberRequest;
import org.reciprocalclubs.codecs.member.v1.ListMembersRequest;
import org.reciprocalclubs.codecs.member.v1.ListMembersResponse;
import org.reciprocalclubs.codecs.member.v1.Member;
import org.reciprocalclubs.codecs.member.v1.MemberProfile;
import org.reciprocalclubs.codecs.member.v1.MembersGrpcClient;
import org.reciprocalclubs.codecs.member.v1.ReactivateMemberRequest;
import org.reciprocalclubs.codecs.member.v1.SuspendMemberRequest;
import org.reciprocalclubs.codecs.member.v1.UpdateMemberRequest;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.member.rules.Membership;
import org.reciprocalclubs.member.rules.Standing;
import org.reciprocalclubs.member.store.MemberEvents;
import org.reciprocalclubs.member.store.MemberReads;

final class MembersTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("member");
  private static @Nullable House made;

  @BeforeAll
  static void open() {
    made = new House(DATABASE, MemberSettings.defaults());
  }

  @Test
  void a_new_member_gets_the_next_free_number_and_is_active() {
    Member first = house().enter(CITY, CreateMemberRequest.newBuilder());
    house().enter(CITY, CreateMemberRequest.newBuilder()
        .setMemberNumber(String.valueOf(Long.parseLong(first.getMemberNumber()) + 5)));
    Member third = house().enter(CITY, CreateMemberRequest.newBuilder());
    assertThat(first.getState()).isEqualTo("ACTIVE");
    assertThat(first.getStatus()).isEqualTo(Member.Status.ACTIVE);
    assertThat(first.getUserId()).isEqualTo(first.getId());
    assertThat(first.getMembershipClass()).isEqualTo("REGULAR");
    assertThat(Long.parseLong(third.getMemberNumber()))
        .isEqualTo(Long.parseLong(first.getMemberNumber()) + 6);
  }

  @Test
  void a_number_or_a_user_twice_is_a_conflict() {
    String user = UUID.randomUUID().toString();
    house().enter(CITY, CreateMemberRequest.newBuilder().setMemberNumber("T-1").setUserId(user));
    refused("MEMBER_NUMBER_TAKEN",
        () -> house().enter(CITY, CreateMemberRequest.newBuilder().setMemberNumber("T-1")));
    refused("USER_IS_MEMBER", () -> house().enter(CITY, CreateMemberRequest.newBuilder().setUserId(user)));
  }

  @Test
  void nobody_becomes_a_member_by_a_login_of_another_club() {
    refused("NOT_FOUND",
        () -> house().enter(CITY, CreateMemberRequest.newBuilder().setUserId(House.STRANGER.toString())));
  }

  @Test
  void what_cannot_be_taken_is_named_by_its_field() {
    field("memberNumber", CreateMemberRequest.newBuilder().setMemberNumber("a'b"));
    field("userId", CreateMemberRequest.newBuilder().setUserId("nobody"));
    field("paidUntil", CreateMemberRequest.newBuilder().setPaidUntil("tomorrow"));
    field("profile.lastName",
        CreateMemberRequest.newBuilder().setProfile(MemberProfile.newBuilder().setFirstName("Ada")));
    field("profile.dateOfBirth", CreateMemberRequest.newBuilder().setProfile(
        MemberProfile.newBuilder().setFirstName("A").setLastName("B").setDateOfBirth("2999-01-01")));
  }

  @Test
  void the_same_key_enters_one_member() {
    var request = CreateMemberRequest.newBuilder()
        .setProfile(MemberProfile.newBuilder().setFirstName("Once").setLastName("Only")).build();
    Member one = house().ask(manager(CITY), "key-1", MembersGrpcClient.CreateMember, request);
    Member again = house().ask(manager(CITY), "key-1", MembersGrpcClient.CreateMember, request);
    assertThat(again).isEqualTo(one);
    assertThat(DATABASE.count("select count(*) from member.person where first_name = 'Once'")).isEqualTo(1);
  }

  @Test
  void a_profile_change_keeps_what_it_does_not_name() {
    Member member = house().enter(CITY, CreateMemberRequest.newBuilder().setProfile(MemberProfile.newBuilder()
        .setFirstName("Ada").setLastName("King").setDateOfBirth("1990-12-31T00:00:00Z")
        .setPhoneNumber("+1 5")));
    Member changed = house().ask(manager(CITY), MembersGrpcClient.UpdateMember,
        UpdateMemberRequest.newBuilder()
            .setId(member.getId())
            .setProfile(MemberProfile.newBuilder().setFirstName("Ada").setLastName("Lovelace")
                .setAddress(Address.newBuilder().setStreet("1 Quay").setCity("Port").setCountry("US"))
                .setPhoneNumber(""))
            .build());
    assertThat(changed.getProfile().getLastName()).isEqualTo("Lovelace");
    assertThat(changed.getProfile().getDateOfBirth()).isEqualTo("1990-12-31");
    assertThat(changed.getProfile().getAddress().getCity()).isEqualTo("Port");
    assertThat(changed.getProfile().hasPhoneNumber()).isFalse();
    assertThat(types(member.getId())).containsExactly("MemberJoined", "MemberProfileChanged");
  }

  @Test
  void suspending_and_reactivating_are_events_and_refusals_have_codes() {
    Member member = house().enter(CITY, CreateMemberRequest.newBuilder());
    Member suspended = suspend(member.getId());
    assertThat(suspended.getStatus()).isEqualTo(Member.Status.SUSPENDED);
    refused("MEMBER_SUSPENDED", () -> suspend(member.getId()));
    assertThat(reactivate(member.getId()).getState()).isEqualTo("ACTIVE");
    refused("MEMBER_ACTIVE", () -> reactivate(member.getId()));
    assertThat(types(member.getId())).containsExactly("MemberJoined", "MemberStandingChanged",
        "MemberStandingChanged");
    refused("NOT_FOUND", () -> suspend(UUID.randomUUID().toString()));
  }

  @Test
  void the_reason_stays_out_of_the_events_and_the_events_rebuild_the_row() {
    Member member = house().enter(CITY, CreateMemberRequest.newBuilder().setPaidUntil("2030-01-31"));
    suspend(member.getId());
    UUID id = UUID.fromString(member.getId());
    assertThat(DATABASE.count("select count(*) from kit.event where position('dues'::bytea in data) > 0"))
        .isZero();
    assertThat(DATABASE.count("select count(*) from member.person where standing_reason = 'dues'"))
        .isPositive();
    Membership rebuilt = DATABASE.store().read(Scope.club(CITY), tx -> MemberEvents.replay(tx.events(id, 0)));
    Membership row = DATABASE.store().read(Scope.club(CITY),
        tx -> MemberReads.byId(tx, id).orElseThrow().held());
    assertThat(rebuilt).isEqualTo(row);
    assertThat(((Membership.Held) rebuilt).standing()).isEqualTo(Standing.SUSPENDED);
  }

  @Test
  void who_is_not_paid_for_joins_lapsed() {
    Member member = house().enter(CITY, CreateMemberRequest.newBuilder().setPaidUntil("2020-01-31"));
    assertThat(member.getState()).isEqualTo("LAPSED");
    assertThat(member.getStatus()).isEqualTo(Member.Status.INACTIVE);
    refused("MEMBER_LAPSED", () -> reactivate(member.getId()));
  }

  @Test
  void a_member_is_found_by_id_by_bare_number_and_by_the_written_number() {
    Member member = house().enter(CITY, CreateMemberRequest.newBuilder().setMemberNumber("CTY-77"));
    Member plain = house().enter(CITY, CreateMemberRequest.newBuilder().setMemberNumber("77"));
    assertThat(byNumber("CTY-77")).isEqualTo(plain);
    assertThat(byNumber("CTY-CTY-77")).isEqualTo(member);
    assertThat(byNumber("77")).isEqualTo(plain);
    assertThat(house().ask(manager(CITY), MembersGrpcClient.GetMember,
        GetMemberRequest.newBuilder().setId(plain.getId()).build())).isEqualTo(plain);
    refused("NOT_FOUND", () -> byNumber("NOCLUB-1"));
    refused("VALIDATION_ERROR", () -> byNumber(""));
  }

  @Test
  void a_list_is_walked_by_cursor_without_gaps_and_filtered_by_status() {
    Member suspended = house().enter(House.HARBOUR, CreateMemberRequest.newBuilder());
    for (int i = 0; i < 6; i++) {
      house().enter(House.HARBOUR, CreateMemberRequest.newBuilder());
    }
    house().ask(manager(House.HARBOUR), MembersGrpcClient.SuspendMember,
        SuspendMemberRequest.newBuilder().setId(suspended.getId()).build());
    List<String> walked = new ArrayList<>();
    ListMembersResponse page = list(PageRequest.newBuilder().setPageSize(3),
        Member.Status.STATUS_UNSPECIFIED);
    assertThat(page.getPageInfo().getTotal()).isEqualTo(7);
    while (true) {
      page.getNodesList().forEach(each -> walked.add(each.getId()));
      if (!page.getPageInfo().hasNextCursor()) {
        break;
      }
      house().enter(House.HARBOUR, CreateMemberRequest.newBuilder());
      page = list(PageRequest.newBuilder().setPageSize(3).setCursor(page.getPageInfo().getNextCursor()),
          Member.Status.STATUS_UNSPECIFIED);
    }
    assertThat(walked).hasSize(7).doesNotHaveDuplicates().endsWith(suspended.getId());
    assertThat(list(PageRequest.newBuilder(), Member.Status.SUSPENDED).getNodesList())
        .extracting(Member::getId).containsExactly(suspended.getId());
  }

  private static House house() {
    return java.util.Objects.requireNonNull(made);
  }

  private static ListMembersResponse list(PageRequest.Builder page, Member.Status status) {
    return house().ask(manager(House.HARBOUR), MembersGrpcClient.ListMembers,
        ListMembersRequest.newBuilder().setPagination(page).setStatus(status).build());
  }

  private static Member byNumber(String number) {
    return house().ask(manager(CITY), MembersGrpcClient.GetMemberByNumber,
        GetMemberByNumberRequest.newBuilder().setMemberNumber(number).build());
  }

  private static Member suspend(String id) {
    return house().ask(manager(CITY), MembersGrpcClient.SuspendMember,
        SuspendMemberRequest.newBuilder().setId(id).setReason("dues").build());
  }

  private static Member reactivate(String id) {
    return house().ask(manager(CITY), MembersGrpcClient.ReactivateMember,
        ReactivateMemberRequest.newBuilder().setId(id).build());
  }

  private static List<String> types(String id) {
    return DATABASE.store().read(Scope.club(CITY), tx -> tx.events(UUID.fromString(id), 0).stream()
        .map(event -> event.name()).toList());
  }

  private static void field(String field, CreateMemberRequest.Builder request) {
    assertThatThrownBy(() -> house().enter(CITY, request)).isInstanceOfSatisfying(Problem.class,
        problem -> assertThat(problem.field()).isEqualTo(field));
  }

  private static void refused(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOfSatisfying(Problem.class,
        problem -> assertThat(problem.code()).isEqualTo(code));
  }
}
