package org.reciprocalclubs.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.member.House.CITY;
import static org.reciprocalclubs.member.House.HARBOUR;
import static org.reciprocalclubs.member.House.manager;

import com.google.protobuf.ByteString;
import java.util.Objects;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.kit.v1.ImportReport;
import org.reciprocalclubs.codecs.kit.v1.ImportRow;
import org.reciprocalclubs.codecs.member.v1.CreateMemberRequest;
import org.reciprocalclubs.codecs.member.v1.ImportMembersRequest;
import org.reciprocalclubs.codecs.member.v1.Member;
import org.reciprocalclubs.codecs.member.v1.MembersGrpcClient;
import org.reciprocalclubs.codecs.member.v1.SuspendMemberRequest;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.TestDatabase;

final class ImportMembersTest {
  private static final String HEAD = "number,first_name,last_name,class,paid_until,email\r\n";
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("member");
  private static @Nullable House made;

  @BeforeAll
  static void open() {
    made = new House(DATABASE, MemberSettings.defaults());
  }

  @Test
  void two_hundred_rows_are_created_and_the_same_file_again_changes_nothing() {
    String file = HEAD + rows(200, i -> "A" + i + ",First" + i + ",\"Last, " + i + "\",Full,2999-12-31,a@b");
    ImportReport first = imported(CITY, file);
    assertThat(first).satisfies(counts(200, 0, 0, 0, true));
    assertThat(first.getRows(0).getKey()).isEqualTo("A0");
    assertThat(first.getRows(0).getRow()).isEqualTo(2);
    long events = events(CITY);
    assertThat(imported(CITY, file)).satisfies(counts(0, 0, 200, 0, true));
    assertThat(events(CITY)).isEqualTo(events);
    assertThat(DATABASE.count("select count(*) from member.person where last_name = 'Last, 7'")).isEqualTo(1);
    assertThat(DATABASE.count("select count(*) from kit.job where kind = 'member.lapse' and club = $1", CITY))
        .isEqualTo(1);
    assertThat(staged()).isZero();
  }

  @Test
  void a_file_again_changes_only_what_changed_in_it() {
    imported(CITY, HEAD + rows(10, i -> "B" + i + ",F,L,Full,2999-12-31,a@b"));
    ImportReport second = imported(CITY,
        HEAD + rows(10,
            i -> "B" + i + ",F," + (i == 3 ? "Married" : "L") + "," + (i == 4 ? "Gold" : "") + ",,"));
    assertThat(second).satisfies(counts(0, 2, 8, 0, true));
    assertThat(second.getRowsList()).filteredOn(row -> row.getOutcome() == ImportRow.Outcome.UPDATED)
        .extracting(ImportRow::getKey).containsExactly("B3", "B4");
    assertThat(DATABASE.count("select count(*) from member.person p join member.member m on m.id = p.member "
        + "where m.number like 'B%' and p.email = 'a@b'")).isEqualTo(10);
  }

  @Test
  void one_bad_row_keeps_the_file_out_unless_the_good_ones_are_wanted() {
    String file = HEAD + "C1,F,L,,,\nC2,,L,,,\nC1,F,L,,,\nC4,F,L,,31.12.2030,\n";
    ImportReport refused = imported(CITY, file);
    assertThat(refused).satisfies(counts(1, 0, 0, 3, false));
    assertThat(refused.getRows(0).getId()).isEmpty();
    assertThat(refused.getRowsList()).flatExtracting(ImportRow::getIssuesList)
        .extracting(issue -> issue.getField() + " " + issue.getCode())
        .containsExactly("first_name NAME_MISSING", "number NUMBER_REPEATED", "paid_until DATE_MALFORMED");
    assertThat(DATABASE.count("select count(*) from member.member where number = 'C1'")).isZero();
    ImportReport partial = house().ask(manager(CITY), MembersGrpcClient.ImportMembers,
        request(file).setPartial(true).build());
    assertThat(partial).satisfies(counts(1, 0, 0, 3, true));
    assertThat(partial.getRows(0).getId()).isNotEmpty();
  }

  @Test
  void a_trial_reports_and_changes_nothing() {
    long before = events(CITY);
    assertThat(house().ask(manager(CITY), MembersGrpcClient.ImportMembers,
        request(HEAD + "D1,F,L,,,\n").setTrial(true).build())).satisfies(counts(1, 0, 0, 0, false));
    assertThat(events(CITY)).isEqualTo(before);
  }

  @Test
  void a_file_that_is_no_csv_is_a_report_too() {
    assertThat(imported(CITY, "number,first_name,last_name\n\"1")).satisfies(counts(0, 0, 0, 1, false));
    assertThat(imported(CITY, "number\n1").getRows(0).getIssues(0).getCode()).isEqualTo("COLUMN_MISSING");
    assertThatThrownBy(() -> house().ask(manager(CITY), MembersGrpcClient.ImportMembers,
        ImportMembersRequest.newBuilder().setContent(ByteString.copyFrom(new byte[8_000_001])).build()))
        .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.field()).isEqualTo("content"));
  }

  @Test
  void a_renewal_revives_a_lapsed_member_and_a_lifted_suspension_is_noted() {
    String head = "number,first_name,last_name,status,paid_until\n";
    assertThat(imported(CITY, head + "E1,F,L,,2020-01-01\n").getRows(0).getIssues(0).getCode())
        .isEqualTo("LAPSED_BY_DATE");
    assertThat(state("E1")).isEqualTo("LAPSED");
    imported(CITY, head + "E1,F,L,,2999-01-01\n");
    assertThat(state("E1")).isEqualTo("ACTIVE");
    house().ask(manager(CITY), MembersGrpcClient.SuspendMember, SuspendMemberRequest.newBuilder()
        .setId(id("E1")).build());
    imported(CITY, head + "E1,F,L,,2999-06-01\n");
    assertThat(state("E1")).isEqualTo("SUSPENDED");
    assertThat(imported(CITY, head + "E1,F,L,ACTIVE,\n").getRows(0).getIssues(0).getCode())
        .isEqualTo("SUSPENSION_LIFTED");
    assertThat(state("E1")).isEqualTo("ACTIVE");
  }

  @Test
  void an_imported_number_is_not_given_again() {
    imported(CITY, "number,first_name,last_name\n50000,F,L\n");
    Member next = house().enter(CITY, CreateMemberRequest.newBuilder());
    assertThat(Long.parseLong(next.getMemberNumber())).isGreaterThan(50_000);
  }

  @Test
  void twenty_thousand_rows_are_one_transaction_within_its_limits() {
    String file = HEAD
        + rows(20_000, i -> "G" + i + ",First" + i + ",Last" + i + ",Full,2999-12-31,m" + i + "@b");
    assertThat(imported(HARBOUR, file)).satisfies(counts(20_000, 0, 0, 0, true));
    assertThat(DATABASE.count("select count(distinct xid) from kit.event where club = $1", HARBOUR))
        .isEqualTo(1);
    assertThat(DATABASE
        .count("""
            select count(*) from member.member m join member.person p on p.member = m.id
            join kit.event e on e.stream = m.id and e.version = m.version where m.club = $1""", HARBOUR))
        .isEqualTo(20_000);
    assertThat(imported(HARBOUR, file)).satisfies(counts(0, 0, 20_000, 0, true));
    assertThat(imported(HARBOUR, HEAD + rows(20_001, i -> "H" + i + ",F,L,,,")))
        .satisfies(counts(0, 0, 0, 1, false));
    assertThat(staged()).isZero();
  }

  private static House house() {
    return Objects.requireNonNull(made);
  }

  private static String rows(int count, IntFunction<String> row) {
    return IntStream.range(0, count).mapToObj(row).collect(Collectors.joining("\r\n"));
  }

  private static ImportMembersRequest.Builder request(String file) {
    return ImportMembersRequest.newBuilder().setContent(ByteString.copyFromUtf8(file));
  }

  private static ImportReport imported(UUID club, String file) {
    return house().ask(manager(club), MembersGrpcClient.ImportMembers, request(file).build());
  }

  private static java.util.function.Consumer<ImportReport> counts(int created, int updated, int unchanged,
      int rejected, boolean applied) {
    return report -> {
      assertThat(report.getCreated()).as("created").isEqualTo(created);
      assertThat(report.getUpdated()).as("updated").isEqualTo(updated);
      assertThat(report.getUnchanged()).as("unchanged").isEqualTo(unchanged);
      assertThat(report.getRejected()).as("rejected").isEqualTo(rejected);
      assertThat(report.getApplied()).as("applied").isEqualTo(applied);
    };
  }

  private static long events(UUID club) {
    return DATABASE.count("select count(*) from kit.event where club = $1", club);
  }

  private static long staged() {
    return DATABASE.count(
        "select (select count(*) from member.staged_member) + (select count(*) from member.staged_event)");
  }

  private static String state(String number) {
    return DATABASE.admin("select state from member.member where number = $1", number).iterator().next()
        .getString(0);
  }

  private static String id(String number) {
    return DATABASE.admin("select id from member.member where number = $1", number).iterator().next()
        .getUUID(0)
        .toString();
  }
}
