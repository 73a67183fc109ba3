package org.reciprocalclubs.member.register;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reciprocalclubs.member.register.Issue.Code;
import org.reciprocalclubs.member.rules.MembershipType;
import org.reciprocalclubs.member.rules.Standing;
import org.reciprocalclubs.member.rules.Subscription;

final class RegisterFileTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 6, 16);

  @Test
  void a_full_row_says_everything() {
    JudgedRow row = read(
        "number,first_name,last_name,membership_type,class,status,joined_at,paid_until,email,phone,"
            + "date_of_birth\r\n10042,Ada,King,premium,Gold,active,2020-02-29,2027-01-01,a@b,+1 5,1990-12-31\r\n")
        .rows().getFirst();
    assertThat(row).isEqualTo(new JudgedRow(2, "10042",
        new Entry("10042", "Ada", "King", MembershipType.PREMIUM,
            "Gold", Standing.ACTIVE, new Entry.Dates(LocalDate.of(2020, 2, 29), LocalDate.of(2027, 1, 1),
                LocalDate.of(1990, 12, 31)),
            "a@b", "+1 5"),
        List.of()));
  }

  @Test
  void three_columns_are_enough_and_say_nothing_else() {
    Entry entry = entry("last_name,number,first_name\nKing,1,Ada");
    assertThat(entry).isEqualTo(new Entry("1", "Ada", "King", null, null, null,
        new Entry.Dates(null, null, null), null, null));
    assertThat(entry.subscription(null)).isEqualTo(new Subscription(MembershipType.REGULAR, "REGULAR", null));
    Subscription known = new Subscription(MembershipType.CORPORATE, "Firm", TODAY);
    assertThat(entry.subscription(known)).isEqualTo(known);
  }

  @Test
  void another_type_drops_the_old_types_class() {
    Entry entry = entry("number,first_name,last_name,membership_type\n1,A,B,PREMIUM");
    assertThat(entry.subscription(new Subscription(MembershipType.REGULAR, "Full", null)))
        .isEqualTo(new Subscription(MembershipType.PREMIUM, "PREMIUM", null));
  }

  @ParameterizedTest
  @CsvSource({"number,,NUMBER_MISSING", "number,a'b,NUMBER_MALFORMED", "first_name,,NAME_MISSING",
      "last_name,,NAME_MISSING", "membership_type,GOLD,TYPE_UNKNOWN", "status,INACTIVE,STATUS_UNKNOWN",
      "joined_at,2026-06-17,DATE_IN_FUTURE", "joined_at,16.6.2026,DATE_MALFORMED",
      "paid_until,2026-02-30,DATE_MALFORMED", "date_of_birth,2030-01-01,DATE_IN_FUTURE",
      "email,nobody,EMAIL_MALFORMED"})
  void a_wrong_field_is_named_with_its_code(String column, @Nullable String value, Code code) {
    String[] columns = {"number", "first_name", "last_name", "membership_type", "status", "joined_at",
        "paid_until",
        "date_of_birth", "email"};
    List<String> row = new ArrayList<>();
    for (String each : columns) {
      String good = each.equals("number") || each.endsWith("_name") ? "A" : "";
      row.add(each.equals(column) ? value == null ? "" : value : good);
    }
    JudgedRow judged = read(String.join(",", columns) + "\n" + String.join(",", row)).rows().getFirst();
    assertThat(judged.entry()).isNull();
    assertThat(judged.issues()).containsExactly(Issue.error(column, code));
  }

  @Test
  void texts_that_are_too_long_and_short_rows_are_named() {
    assertThat(read("number,first_name,last_name\n1," + "x".repeat(101) + ",B\n2,A").rows())
        .extracting(row -> row.issues().getFirst().code())
        .containsExactly(Code.TEXT_TOO_LONG, Code.ROW_INCOMPLETE);
  }

  @Test
  void a_number_twice_is_taken_once() {
    var rows = read("number,first_name,last_name\n1,A,B\n1,C,D").rows();
    assertThat(rows.get(0).entry()).isNotNull();
    assertThat(rows.get(1).issues()).containsExactly(Issue.error("number", Code.NUMBER_REPEATED));
  }

  @Test
  void an_unknown_column_is_noted_once() {
    var rows = read("number,first_name,last_name,shoe\n1,A,B,43\n2,C,D,44").rows();
    assertThat(rows.get(0).issues()).containsExactly(Issue.note("shoe", Code.COLUMN_UNKNOWN));
    assertThat(rows.get(0).entry()).isNotNull();
    assertThat(rows.get(1).issues()).isEmpty();
  }

  @Test
  void a_file_that_cannot_be_read_is_one_row_that_says_why() {
    assertThat(read("number,first_name\n1,A"))
        .isEqualTo(broken(1, Issue.error("last_name", Code.COLUMN_MISSING)));
    assertThat(read("number,first_name,last_name\n\"1"))
        .isEqualTo(broken(2, Issue.error("quote_unclosed", Code.FILE_MALFORMED)));
    assertThat(read("number,first_name,last_name\n1,A,B\n2,A,B\n3,A,B\n4,A,B"))
        .isEqualTo(broken(5, Issue.error("too_many_rows", Code.FILE_TOO_LARGE)));
  }

  @Property
  void no_bytes_make_it_throw(@ForAll byte[] bytes, @ForAll String text) {
    assertThat(RegisterFile.read(bytes, 3, TODAY).rows()).isNotNull();
    assertThat(read("number,first_name,last_name,paid_until\n" + text).rows()).isNotNull();
  }

  private static RegisterFile broken(int line, Issue issue) {
    return new RegisterFile(false, List.of(new JudgedRow(line, "", null, List.of(issue))));
  }

  private static Entry entry(String text) {
    return java.util.Objects.requireNonNull(read(text).rows().getFirst().entry());
  }

  private static RegisterFile read(String text) {
    return RegisterFile.read(text.getBytes(UTF_8), 3, TODAY);
  }
}
