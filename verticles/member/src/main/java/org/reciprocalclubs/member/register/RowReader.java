package org.reciprocalclubs.member.register;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.bus.Dates;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.csv.CsvRow;
import org.reciprocalclubs.member.register.Issue.Code;
import org.reciprocalclubs.member.rules.MemberNumber;
import org.reciprocalclubs.member.rules.MembershipType;
import org.reciprocalclubs.member.rules.Standing;
import org.reciprocalclubs.member.rules.Subscription;

/** Reads one row, gathering issues; used once. */
final class RowReader {
  private static final int NAME_CHARS = 100;
  private static final int PHONE_CHARS = 50;
  private static final int EMAIL_CHARS = 254;
  private static final Pattern EMAIL = Pattern.compile("[^\\s@]+@[^\\s@]+");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  private final CsvRow row;
  private final LocalDate today;
  private final List<Issue> issues = new ArrayList<>();

  RowReader(CsvRow row, LocalDate today) {
    this.row = row;
    this.today = today;
  }

  void add(List<Issue> found) {
    issues.addAll(found);
  }

  /** @param seen the numbers of earlier rows; this one is added */
  JudgedRow judge(Set<String> seen) {
    if (!row.complete()) {
      error("", Code.ROW_INCOMPLETE);
    }
    String number = number(seen);
    String first = needed("first_name");
    String last = needed("last_name");
    MembershipType type = one("membership_type", MembershipType.class, Code.TYPE_UNKNOWN);
    String named = text("class", Subscription.CLASS_CHARS);
    Standing standing = one("status", Standing.class, Code.STATUS_UNKNOWN);
    Entry.Dates dates = new Entry.Dates(past("joined_at"), date("paid_until"), past("date_of_birth"));
    String email = email();
    String phone = text("phone", PHONE_CHARS);
    boolean taken = issues.stream().noneMatch(Issue::isError);
    return new JudgedRow(row.line(), number,
        taken ? new Entry(number, first, last, type, named, standing, dates, email, phone) : null, issues);
  }

  private String number(Set<String> seen) {
    String number = row.value("number");
    if (number.isEmpty()) {
      error("number", Code.NUMBER_MISSING);
    } else if (!MemberNumber.FORM.matcher(number).matches()) {
      error("number", Code.NUMBER_MALFORMED);
    } else if (!seen.add(number)) {
      error("number", Code.NUMBER_REPEATED);
    }
    return number;
  }

  private String needed(String column) {
    String text = text(column, NAME_CHARS);
    if (text == null) {
      error(column, Code.NAME_MISSING);
      return "";
    }
    return text;
  }

  private @Nullable String text(String column, int longest) {
    String text = row.value(column);
    if (text.length() > longest) {
      error(column, Code.TEXT_TOO_LONG);
    }
    return text.isEmpty() ? null : text;
  }

  private @Nullable String email() {
    String email = text("email", EMAIL_CHARS);
    if (email != null && !EMAIL.matcher(email).matches()) {
      error("email", Code.EMAIL_MALFORMED);
    }
    return email;
  }

  private <E extends Enum<E>> @Nullable E one(String column, Class<E> type, Code otherwise) {
    String text = row.value(column).toUpperCase(Locale.ROOT);
    if (text.isEmpty()) {
      return null;
    }
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(text)) {
        return constant;
      }
    }
    error(column, otherwise);
    return null;
  }

  private @Nullable LocalDate past(String column) {
    LocalDate date = date(column);
    if (date != null && date.isAfter(today)) {
      error(column, Code.DATE_IN_FUTURE);
    }
    return date;
  }

  private @Nullable LocalDate date(String column) {
    String text = row.value(column);
    if (text.isEmpty()) {
      return null;
    }
    try {
      if (DATE.matcher(text).matches()) {
        return Dates.date(column, text);
      }
    } catch (Problem noSuchDay) {
      // told below
    }
    error(column, Code.DATE_MALFORMED);
    return null;
  }

  private void error(String column, Code code) {
    issues.add(Issue.error(column, code));
  }
}
