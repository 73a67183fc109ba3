package org.reciprocalclubs.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.member.House.CITY;
import static org.reciprocalclubs.member.House.HARBOUR;
import static org.reciprocalclubs.member.House.kiosk;
import static org.reciprocalclubs.member.House.manager;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.member.v1.CreateMemberRequest;
import org.reciprocalclubs.codecs.member.v1.GetMemberByNumberRequest;
import org.reciprocalclubs.codecs.member.v1.GetMemberRequest;
import org.reciprocalclubs.codecs.member.v1.GetMyMembershipRequest;
import org.reciprocalclubs.codecs.member.v1.ListMembersRequest;
import org.reciprocalclubs.codecs.member.v1.Member;
import org.reciprocalclubs.codecs.member.v1.MemberProfile;
import org.reciprocalclubs.codecs.member.v1.MembersGrpcClient;
import org.reciprocalclubs.codecs.member.v1.SuspendMemberRequest;
import org.reciprocalclubs.codecs.member.v1.UpdateMemberRequest;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.StoreProblem;
import org.reciprocalclubs.kit.store.TestDatabase;

final class MemberWallsTest {
  private static final List<String> TABLES = List.of("member", "person", "register", "pass_key",
      "foreign_read", "letter",
      "staged_member", "staged_event");
  private static final UUID USER = UUID.randomUUID();
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("member");
  private static @Nullable House made;
  private static @Nullable Member ofCity;

  @BeforeAll
  static void open() {
    made = new House(DATABASE, new MemberSettings(100, 1_000_000, 100, 3, 10, 100));
    ofCity = house().enter(CITY, CreateMemberRequest.newBuilder().setMemberNumber("10042")
        .setUserId(USER.toString())
        .setProfile(MemberProfile.newBuilder().setFirstName("Ada").setLastName("King")
            .setDateOfBirth("1990-12-31").setPhoneNumber("+1 5"))
        .setPaidUntil("2999-01-01"));
    house().enter(CITY, CreateMemberRequest.newBuilder());
    house().enter(HARBOUR, CreateMemberRequest.newBuilder());
  }

  @Test
  void no_row_of_another_club_and_without_a_club_none_at_all() {
    for (String table : TABLES) {
      assertThat(rows(Scope.club(HARBOUR), table, CITY)).as(table).isZero();
      assertThat(rows(Scope.nobody(), table, CITY)).as(table).isZero();
    }
    assertThat(rows(Scope.club(CITY), "member", CITY)).isEqualTo(2);
  }

  @Test
  void a_plain_member_reads_the_own_row_alone_and_writes_none() {
    assertThat(rows(Scope.person(CITY, USER), "member", CITY)).isEqualTo(1);
    assertThat(rows(Scope.person(CITY, USER), "person", CITY)).isEqualTo(1);
    assertThat(rows(Scope.person(CITY, UUID.randomUUID()), "member", CITY)).isZero();
    assertThat(rows(Scope.person(CITY, USER), "pass_key", CITY)).isZero();
    int changed = DATABASE.store().transact(Scope.person(CITY, USER),
        tx -> tx.query("update member.member set state = 'ACTIVE'").rowCount());
    assertThat(changed).isZero();
  }

  @Test
  void no_club_writes_into_another() {
    int changed = DATABASE.store().transact(Scope.club(HARBOUR), tx -> tx
        .query("update member.member set state = 'RESIGNED' where club = $1", CITY).rowCount());
    assertThat(changed).isZero();
    assertThatThrownBy(() -> DATABASE.store().perform(Scope.club(HARBOUR), tx -> tx.query(
        "insert into member.register (club) values ($1)", CITY))).isInstanceOf(StoreProblem.class);
    assertThatThrownBy(() -> DATABASE.store().perform(Scope.club(HARBOUR), tx -> tx.query(
        "select * from member.members_for_desk(array['CTY'], array['10042'], array[null::uuid])")))
        .isInstanceOf(StoreProblem.class);
  }

  @Test
  void the_own_member_sees_all_of_the_own_row_and_nobody_elses() {
    Caller me = House.member(CITY, USER);
    assertThat(
        house().ask(me, MembersGrpcClient.GetMyMembership, GetMyMembershipRequest.getDefaultInstance()))
        .isEqualTo(city());
    assertThat(get(me, city().getId())).isEqualTo(city());
    Caller other = House.member(CITY, UUID.randomUUID());
    refused("NOT_FOUND", () -> get(other, city().getId()));
    refused("NOT_FOUND",
        () -> house().ask(other, MembersGrpcClient.GetMyMembership,
            GetMyMembershipRequest.getDefaultInstance()));
    refused("UNAUTHORIZED",
        () -> house().ask(me, MembersGrpcClient.ListMembers, ListMembersRequest.getDefaultInstance()));
  }

  @Test
  void a_kiosk_of_the_own_club_sees_what_a_desk_sees() {
    Member seen = get(kiosk(CITY), city().getId());
    assertThat(seen.getProfile()).isEqualTo(names());
    assertThat(seen.hasPaidUntil()).isFalse();
    assertThat(seen.getUserId()).isEqualTo(seen.getId());
  }

  @Test
  void another_clubs_member_is_not_there_without_an_agreement() {
    house().agreed(false);
    refused("NOT_FOUND", () -> get(kiosk(HARBOUR), city().getId()));
    refused("NOT_FOUND", () -> byNumber(kiosk(HARBOUR), "CTY-10042"));
    refused("NOT_FOUND", () -> byNumber(kiosk(HARBOUR), "10042"));
  }

  @Test
  void under_an_agreement_a_desk_sees_the_name_and_the_standing_and_it_is_written_down() {
    house().agreed(true);
    Caller kiosk = kiosk(HARBOUR);
    Member seen = byNumber(kiosk, "CTY-10042");
    assertThat(seen.getId()).isEqualTo(city().getId());
    assertThat(seen.getClubId()).isEqualTo(CITY.toString());
    assertThat(seen.getMemberNumber()).isEqualTo("10042");
    assertThat(seen.getState()).isEqualTo("ACTIVE");
    assertThat(seen.getUserId()).isEqualTo(city().getId());
    assertThat(seen.getProfile()).isEqualTo(names());
    assertThat(seen.hasPaidUntil()).isFalse();
    assertThat(seen.getJoinedAt()).isNotEqualTo(city().getJoinedAt());
    assertThat(get(kiosk, city().getId()).getProfile()).isEqualTo(names());
    assertThat(DATABASE.count(
        "select count(*) from member.foreign_read where club = $1 and actor = $2 and member = $3",
        HARBOUR, Objects.requireNonNull(kiosk.subject()), UUID.fromString(city().getId()))).isEqualTo(2);
  }

  @Test
  void looking_too_often_is_refused_and_misses_count() {
    house().agreed(true);
    Caller kiosk = kiosk(HARBOUR);
    for (int i = 0; i < 3; i++) {
      String number = "CTY-9000" + i;
      refused("NOT_FOUND", () -> byNumber(kiosk, number));
    }
    refused("RATE_LIMITED", () -> byNumber(kiosk, "CTY-10042"));
    assertThat(byNumber(kiosk(HARBOUR), "CTY-10042").getId()).isEqualTo(city().getId());
  }

  @Test
  void a_member_of_another_club_never_looks_over_the_wall() {
    house().agreed(true);
    refused("NOT_FOUND", () -> get(House.member(HARBOUR, UUID.randomUUID()), city().getId()));
    assertThatThrownBy(() -> DATABASE.store().perform(Scope.person(HARBOUR, USER), tx -> tx.query(
        "select * from member.read_foreign($1, 'CTY', '10042', null, 10)", USER)))
        .isInstanceOf(StoreProblem.class);
  }

  @Test
  void another_clubs_office_changes_nothing_here() {
    refused("NOT_FOUND", () -> house().ask(manager(HARBOUR), MembersGrpcClient.SuspendMember,
        SuspendMemberRequest.newBuilder().setId(city().getId()).build()));
    refused("NOT_FOUND", () -> house().ask(manager(HARBOUR), MembersGrpcClient.UpdateMember,
        UpdateMemberRequest.newBuilder().setId(city().getId()).setProfile(names()).build()));
    refused("UNAUTHORIZED", () -> house().ask(kiosk(CITY), MembersGrpcClient.SuspendMember,
        SuspendMemberRequest.newBuilder().setId(city().getId()).build()));
  }

  @Test
  void the_desks_batch_finds_each_visitor_in_its_place() {
    var rows = DATABASE
        .admin("""
            select ord, id, club, person, name, state from member.members_for_desk(
              array['CTY', 'HYC', null, 'XXX', null], array['10042', 'none', null, '10042', null],
              array[null, null, $1, null, null]::uuid[])""", UUID.fromString(city().getId()));
    assertThat(rows).extracting(row -> row.getLong(0)).containsExactlyInAnyOrder(1L, 3L);
    assertThat(rows).allSatisfy(row -> {
      assertThat(row.getUUID(1)).hasToString(city().getId());
      assertThat(row.getUUID(2)).isEqualTo(CITY);
      assertThat(row.getUUID(3)).isEqualTo(USER);
      assertThat(row.getString(4)).isEqualTo("Ada King");
      assertThat(row.getString(5)).isEqualTo("ACTIVE");
    });
  }

  @Test
  void the_memberships_of_a_person_are_published() {
    String number = DATABASE.store().read(Scope.nobody(), tx -> tx
        .one("select id, number from member.memberships_of_person_for_desk($1)", USER).orElseThrow()
        .getString(1));
    assertThat(number).isEqualTo("10042");
  }

  private static MemberProfile names() {
    return MemberProfile.newBuilder().setFirstName("Ada").setLastName("King").build();
  }

  private static House house() {
    return Objects.requireNonNull(made);
  }

  private static Member city() {
    return Objects.requireNonNull(ofCity);
  }

  private static long rows(Scope scope, String table, UUID club) {
    return DATABASE.store().read(scope,
        tx -> tx.one("select count(*) from member." + table + " where club = $1", club).orElseThrow()
            .getLong(0));
  }

  private static Member get(Caller caller, String id) {
    return house().ask(caller, MembersGrpcClient.GetMember, GetMemberRequest.newBuilder().setId(id).build());
  }

  private static Member byNumber(Caller caller, String number) {
    return house().ask(caller, MembersGrpcClient.GetMemberByNumber,
        GetMemberByNumberRequest.newBuilder().setMemberNumber(number).build());
  }

  private static void refused(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOfSatisfying(Problem.class,
        problem -> assertThat(problem.code()).isEqualTo(code));
  }
}
