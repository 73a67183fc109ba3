package org.reciprocalclubs.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.member.House.CITY;
import static org.reciprocalclubs.member.House.HARBOUR;
import static org.reciprocalclubs.member.House.manager;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.kit.v1.PageRequest;
import org.reciprocalclubs.codecs.member.v1.CreateMemberRequest;
import org.reciprocalclubs.codecs.member.v1.GetLetterRequest;
import org.reciprocalclubs.codecs.member.v1.IssueLetterRequest;
import org.reciprocalclubs.codecs.member.v1.Letter;
import org.reciprocalclubs.codecs.member.v1.LettersGrpcClient;
import org.reciprocalclubs.codecs.member.v1.ListLettersRequest;
import org.reciprocalclubs.codecs.member.v1.ListLettersResponse;
import org.reciprocalclubs.codecs.member.v1.ListMyLettersRequest;
import org.reciprocalclubs.codecs.member.v1.Member;
import org.reciprocalclubs.codecs.member.v1.MembersGrpcClient;
import org.reciprocalclubs.codecs.member.v1.RevokeLetterRequest;
import org.reciprocalclubs.codecs.member.v1.SuspendMemberRequest;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.StoreProblem;
import org.reciprocalclubs.kit.store.TestDatabase;

final class LettersTest {
  private static final LocalDate TODAY = LocalDate.now(ZoneId.of("Europe/Berlin"));
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("member");
  private static @Nullable House made;

  @BeforeAll
  static void open() {
    made = new House(DATABASE, MemberSettings.defaults());
  }

  @Test
  void an_issued_letter_is_the_members_to_show_without_the_offices_note() {
    UUID user = UUID.randomUUID();
    Member member = enter(user);
    Letter letter = issue(member, request(member).setHostClubId(HARBOUR.toString()).setGuests(3)
        .setValidUntil(TODAY.plusDays(9).toString()).setNote("As agreed by telephone"));
    assertThat(letter.getState()).isEqualTo("VALID");
    assertThat(letter.getNote()).isEqualTo("As agreed by telephone");
    assertThat(letter.getMemberNumber()).isEqualTo(member.getMemberNumber());
    var mine = house().ask(House.member(CITY, user), LettersGrpcClient.ListMyLetters,
        ListMyLettersRequest.getDefaultInstance());
    assertThat(mine.getLettersList()).containsExactly(letter.toBuilder().clearNote().build());
    assertThat(house().ask(House.member(CITY, user), LettersGrpcClient.GetLetter, get(letter)))
        .isEqualTo(letter.toBuilder().clearNote().build());
    assertThat(events(letter)).containsExactly("reciprocalclubs.member.v1.LetterIssued");
  }

  @Test
  void the_same_key_issues_one_letter() {
    Member member = enter(UUID.randomUUID());
    var request = request(member).build();
    Letter one = house().ask(manager(CITY), "letter-1", LettersGrpcClient.IssueLetter, request);
    assertThat(house().ask(manager(CITY), "letter-1", LettersGrpcClient.IssueLetter, request)).isEqualTo(one);
    assertThat(list(member, false).getPageInfo().getTotal()).isEqualTo(1);
  }

  @Test
  void a_revoked_letter_is_shown_no_more_and_cannot_be_revoked_again() {
    UUID user = UUID.randomUUID();
    Member member = enter(user);
    Letter letter = issue(member, request(member));
    Letter revoked = revoke(letter);
    assertThat(revoked.getState()).isEqualTo("REVOKED");
    assertThat(revoked.hasRevokedAt()).isTrue();
    assertThat(house().ask(House.member(CITY, user), LettersGrpcClient.ListMyLetters,
        ListMyLettersRequest.getDefaultInstance()).getLettersList()).isEmpty();
    assertThat(list(member, true).getNodesList()).isEmpty();
    assertThat(list(member, false).getNodesList()).containsExactly(revoked);
    refused("LETTER_REVOKED", () -> revoke(letter));
    assertThat(events(letter)).containsExactly("reciprocalclubs.member.v1.LetterIssued",
        "reciprocalclubs.member.v1.LetterRevoked");
  }

  @Test
  void what_no_letter_may_say_is_refused_by_its_code() {
    Member member = enter(UUID.randomUUID());
    refused("LETTER_TOO_LONG",
        () -> issue(member, request(member).setValidUntil(TODAY.plusDays(400).toString())));
    refused("LETTER_TO_HOME_CLUB", () -> issue(member, request(member).setHostClubId(CITY.toString())));
    refused("LETTER_GUESTS_OUT_OF_RANGE", () -> issue(member, request(member).setGuests(51)));
    refused("NOT_FOUND",
        () -> issue(member, request(member).setHostClubId(UUID.randomUUID().toString())));
    refused("VALIDATION_ERROR", () -> issue(member, request(member).setNote("x".repeat(501))));
    house().ask(manager(CITY), MembersGrpcClient.SuspendMember,
        SuspendMemberRequest.newBuilder().setId(member.getId()).build());
    refused("LETTER_MEMBER_NOT_ACTIVE", () -> issue(member, request(member)));
  }

  @Test
  void the_list_is_walked_newest_first_by_its_cursor() {
    Member member = enter(UUID.randomUUID());
    List<Letter> issued = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      issued.addFirst(issue(member, request(member).setGuests(i)));
    }
    var part = ListLettersRequest.newBuilder().setMemberId(member.getId());
    var first = ask(part.setPagination(PageRequest.newBuilder().setPageSize(2)));
    assertThat(first.getNodesList()).isEqualTo(issued.subList(0, 2));
    assertThat(first.getPageInfo().getTotal()).isEqualTo(3);
    var rest = ask(part.setPagination(PageRequest.newBuilder().setPageSize(2)
        .setCursor(first.getPageInfo().getNextCursor())));
    assertThat(rest.getNodesList()).containsExactly(issued.getLast());
  }

  @Test
  void neither_another_club_nor_another_member_sees_or_revokes_a_letter() {
    Member member = enter(UUID.randomUUID());
    UUID other = UUID.randomUUID();
    enter(other);
    Letter letter = issue(member, request(member).setHostClubId(HARBOUR.toString()));
    refused("NOT_FOUND", () -> house().ask(manager(HARBOUR), LettersGrpcClient.GetLetter, get(letter)));
    refused("NOT_FOUND", () -> house().ask(House.member(CITY, other), LettersGrpcClient.GetLetter,
        get(letter)));
    refused("NOT_FOUND", () -> house().ask(manager(HARBOUR), LettersGrpcClient.RevokeLetter,
        RevokeLetterRequest.newBuilder().setId(letter.getId()).build()));
    refused("NOT_FOUND", () -> house().ask(manager(HARBOUR), LettersGrpcClient.IssueLetter,
        request(member).build()));
    refused("UNAUTHORIZED", () -> house().ask(House.member(CITY, other), LettersGrpcClient.IssueLetter,
        request(member).build()));
    int changed = DATABASE.store().transact(Scope.person(CITY, other),
        tx -> tx.query("update member.letter set revoked_at = now()").rowCount());
    assertThat(changed).isZero();
  }

  @Test
  void the_desk_finds_the_newest_letter_that_holds_and_names_this_host_or_any() {
    Member member = enter(UUID.randomUUID());
    assertThat(atDesk(member, HARBOUR)).isNull();
    Letter any = issue(member, request(member).setGuests(1));
    Letter harbour = issue(member, request(member).setHostClubId(HARBOUR.toString()).setGuests(2));
    assertThat(atDesk(member, HARBOUR)).hasToString(harbour.getId());
    assertThat(atDesk(member, UUID.randomUUID())).hasToString(any.getId());
    revoke(harbour);
    assertThat(atDesk(member, HARBOUR)).hasToString(any.getId());
    revoke(any);
    assertThat(atDesk(member, HARBOUR)).isNull();
  }

  @Test
  void the_desks_question_is_one_walk_of_one_index_and_nobody_elses_to_ask() {
    var plan = DATABASE.admin("""
        explain select l.* from (values ($1::uuid, $2::uuid)) v(member, host)
          left join lateral member.letter_for_desk(v.member, v.host, current_date) l on true""",
        UUID.randomUUID(),
        HARBOUR);
    var text = new StringBuilder();
    plan.forEach(row -> text.append(row.getString(0)).append('\n'));
    assertThat(text.toString()).contains("on letter l").doesNotContain("Function Scan");
    assertThatThrownBy(() -> DATABASE.store().perform(Scope.club(CITY),
        tx -> tx.query("select * from member.letter_for_desk($1, $2, current_date)", UUID.randomUUID(),
            HARBOUR)))
        .isInstanceOf(StoreProblem.class);
  }

  private static @Nullable UUID atDesk(Member member, UUID host) {
    var found = DATABASE.admin("select id from member.letter_for_desk($1, $2, current_date)",
        UUID.fromString(member.getId()), host);
    return found.size() == 0 ? null : found.iterator().next().getUUID(0);
  }

  private static Member enter(UUID user) {
    return house().enter(CITY, CreateMemberRequest.newBuilder().setUserId(user.toString()));
  }

  private static IssueLetterRequest.Builder request(Member member) {
    return IssueLetterRequest.newBuilder().setMemberId(member.getId());
  }

  private static Letter issue(Member member, IssueLetterRequest.Builder request) {
    return house().ask(manager(CITY), LettersGrpcClient.IssueLetter,
        request.setMemberId(member.getId()).build());
  }

  private static Letter revoke(Letter letter) {
    return house().ask(manager(CITY), LettersGrpcClient.RevokeLetter,
        RevokeLetterRequest.newBuilder().setId(letter.getId()).build());
  }

  private static GetLetterRequest get(Letter letter) {
    return GetLetterRequest.newBuilder().setId(letter.getId()).build();
  }

  private static ListLettersResponse list(Member member, boolean live) {
    return ask(ListLettersRequest.newBuilder().setMemberId(member.getId()).setLiveOnly(live));
  }

  private static ListLettersResponse ask(ListLettersRequest.Builder request) {
    return house().ask(manager(CITY), LettersGrpcClient.ListLetters, request.build());
  }

  private static List<String> events(Letter letter) {
    List<String> types = new ArrayList<>();
    DATABASE.admin("select type from kit.event where stream = $1 order by version",
        UUID.fromString(letter.getId())).forEach(row -> types.add(row.getString(0)));
    return types;
  }

  private static House house() {
    return Objects.requireNonNull(made);
  }

  private static void refused(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOfSatisfying(Problem.class,
        problem -> assertThat(problem.code()).isEqualTo(code));
  }
}
