package org.reciprocalclubs.auth.clubs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.auth.rules.Club;
import org.reciprocalclubs.auth.rules.ClubCode;
import org.reciprocalclubs.auth.rules.ClubProfile;
import org.reciprocalclubs.auth.rules.Places;

/**
 * The clubs of one file. A row is the club with its code, else the club with its name; what the row does not
 * say stays as it is. Immutable.
 *
 * <pre>{@code
 * List<JudgedRow> rows = ClubFile.geoJson(bytes, 10_000).judge(clubs, places, defaults);
 * }</pre>
 */
public final class ClubFile {
  private final List<FileRow> rows;

  private ClubFile(List<FileRow> rows) {
    this.rows = rows;
  }

  public static ClubFile geoJson(byte[] content, int rowsMax) throws FileProblem {
    return new ClubFile(GeoJsonFile.read(content, rowsMax));
  }

  public static ClubFile csv(byte[] content, int rowsMax) throws FileProblem {
    return new ClubFile(CsvFile.read(content, rowsMax));
  }

  /** One club, whose values are under the names that a file's columns have. Empty ones say nothing. */
  public static ClubFile of(Map<String, String> values) {
    Map<String, String> said = new HashMap<>(values);
    said.values().removeIf(String::isBlank);
    return new ClubFile(List.of(new FileRow(1, said, List.of())));
  }

  /** Checks, completes and compares every row with the clubs that are there. Writes nothing. */
  public List<JudgedRow> judge(Collection<Club> clubs, Places places, Defaults defaults) {
    Judge judge = new Judge(clubs, places, defaults, rows);
    return rows.stream().map(judge::judge).toList();
  }

  /** True for an address that a browser opens. */
  public static boolean isWebAddress(String text) {
    return RowTexts.isWebAddress(text);
  }

  /** True for an ISO 3166-1 alpha-2 code. */
  public static boolean isCountry(String text) {
    return RowPlace.isCountry(text);
  }

  /** True for an ISO 4217 code. */
  public static boolean isCurrency(String text) {
    return RowPlace.isCurrency(text);
  }

  private static String folded(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }

  /** Goes through a file once, in order. */
  private static final class Judge {
    private final Places places;
    private final Defaults defaults;
    private final Map<String, Club> byCode = new HashMap<>();
    private final Map<String, Club> byName = new HashMap<>();
    private final Set<String> codesTaken = new HashSet<>();
    private final Set<String> keysSeen = new HashSet<>();

    Judge(Collection<Club> clubs, Places places, Defaults defaults, List<FileRow> rows) {
      this.places = places;
      this.defaults = defaults;
      for (Club club : clubs) {
        byCode.put(club.profile().code(), club);
        byName.put(folded(club.profile().name()), club);
        codesTaken.add(club.profile().code());
      }
      rows.forEach(
          row -> codesTaken.add(row.values().getOrDefault("code", "").strip().toUpperCase(Locale.ROOT)));
    }

    JudgedRow judge(FileRow row) {
      List<Issue> issues = new ArrayList<>(row.issues());
      RowTexts texts = new RowTexts(row.values(), issues);
      String code = code(texts, issues);
      String name = texts.take("name");
      Club known = code != null ? byCode.get(code) : name == null ? null : byName.get(folded(name));
      checkKeys(code, name, known, issues);
      ClubProfile profile = new RowProfile(texts, issues, known == null ? null : known.profile(), defaults)
          .complete(places, name);
      boolean rejected = profile == null || issues.stream().anyMatch(Issue::isError);
      if (profile != null && !rejected && known == null) {
        profile = withCode(profile, code, issues);
      }
      String key = code != null ? code : name == null ? "" : name;
      return new JudgedRow(row.row(), key, known, rejected ? null : profile, once(issues));
    }

    private static @Nullable String code(RowTexts texts, List<Issue> issues) {
      String written = texts.take("code");
      String code = written == null ? null : written.toUpperCase(Locale.ROOT);
      if (code != null && !ClubCode.isCode(code)) {
        issues.add(Issue.error("code", "CODE_INVALID", "A code is 2 to 10 letters A to Z and digits"));
      }
      return code;
    }

    private void checkKeys(@Nullable String code, @Nullable String name, @Nullable Club known,
        List<Issue> issues) {
      if (code != null && !keysSeen.add("code " + code)
          || name != null && !keysSeen.add("name " + folded(name))) {
        issues.add(Issue.error(code == null ? "name" : "code", "DUPLICATE_IN_FILE", "The club comes twice"));
      }
      Club namesake = name == null ? null : byName.get(folded(name));
      if (namesake != null && !namesake.equals(known)) {
        issues.add(Issue.error("name", "NAME_TAKEN", "Another club has this name and the code "
            + namesake.profile().code()));
      }
      if (known != null && known.isOperator()) {
        issues.add(Issue.error("name", "CLUB_IS_OPERATOR", "The operator's club does not come from a file"));
      }
    }

    private ClubProfile withCode(ClubProfile profile, @Nullable String written, List<Issue> issues) {
      String code = written;
      if (code == null) {
        code = ClubCode.derive(profile.name(), codesTaken);
        issues.add(Issue.note("code", "CODE_DERIVED", "Not in the file; taken as " + code));
      }
      codesTaken.add(code);
      return RowProfile.withCode(profile, code);
    }

    /** A field may have been looked at twice. */
    private static List<Issue> once(List<Issue> issues) {
      return issues.stream().distinct().toList();
    }
  }
}
