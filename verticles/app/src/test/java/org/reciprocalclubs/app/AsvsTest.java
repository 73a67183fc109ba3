package org.reciprocalclubs.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of OWASP ASVS 5.0 in the auth room's page: of every requirement, and of tests that there are. */
class AsvsTest {
  private static final Path PAGE = TidyTest.root().resolve("verticles/auth/README.md");
  private static final Pattern ROW = Pattern.compile("\\| (V[0-9.]+) \\| ([12]) \\| ([^|]+) \\| ([^|]+) \\|");
  private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Za-z0-9]*Test)\\.([A-Za-z0-9_]+)`");
  private static final Pattern FILE = Pattern.compile("`([a-z][A-Za-z0-9_/.-]*)`");
  private static final Pattern TABLE = Pattern.compile("(?m)^table ([a-z_]+\\.[a-z_]+) ");
  private static final Pattern ID = Pattern.compile("V[0-9]+\\.[0-9]+\\.[0-9]+");

  private record Row(String id, String level, String how, String shown) {
    boolean isMet() {
      return how.startsWith("met");
    }
  }

  private static List<Row> rows() {
    return TidyTest.read(PAGE).lines().map(ROW::matcher).filter(Matcher::matches)
        .map(cells -> new Row(cells.group(1), cells.group(2), cells.group(3), cells.group(4))).toList();
  }

  @Test
  void everyRequirementOfLevelsOneAndTwoHasItsRow() throws IOException {
    var folder = System.getenv("CLUBS_TEST_DATA");
    assumeTrue(folder != null && !folder.isBlank(),
        "CLUBS_TEST_DATA is not set: the table of OWASP ASVS was not held against the list");
    var list = Path.of(Objects.requireNonNull(folder), "asvs-5.0.0-level-1-2.csv");
    Map<String, String> wanted = new TreeMap<>();
    for (var line : Files.readAllLines(list)) {
      var id = ID.matcher(line);
      if (id.find()) {
        wanted.put(id.group(), line.substring(line.length() - 1));
      }
    }
    assertThat(wanted).hasSize(253);
    assertThat(rows().stream().map(Row::id)).doesNotHaveDuplicates();
    Map<String, String> found = new TreeMap<>();
    rows().forEach(row -> found.put(row.id(), row.level()));
    assertThat(found).isEqualTo(wanted);
  }

  @Test
  void everyTableHasALevel() {
    var page = TidyTest.read(PAGE);
    var levels = page.substring(page.indexOf("## Levels of data"), page.indexOf("## Logs"));
    var tables = TidyTest.walk(TidyTest.root().resolve("verticles"))
        .filter(file -> file.endsWith("schema.sql") && file.toString().contains("/src/main/resources/sql/"))
        .flatMap(file -> TABLE.matcher(TidyTest.read(file)).results()).map(table -> table.group(1)).toList();
    assertThat(tables).hasSizeGreaterThan(50)
        .allSatisfy(table -> assertThat(levels).containsOnlyOnce('`' + table + '`'));
  }

  @Test
  void aRowSaysWhetherItIsMetAndWhatShowsIt() {
    assertThat(rows()).isNotEmpty().allSatisfy(row -> {
      assertThat(row.how()).as(row.id()).matches("(met|does not apply|NOT YET): .+");
      if (row.isMet()) {
        assertThat(row.shown()).as(row.id()).matches("(no test yet|read|`).*");
      }
    });
  }

  @Test
  void whatIsSaidToShowItIsThere() {
    Map<String, String> tests = new TreeMap<>();
    for (var file : TidyTest.sources("test")) {
      var name = Objects.requireNonNull(file.getFileName()).toString().replace(".java", "");
      tests.merge(name, TidyTest.read(file), String::concat);
    }
    List<String> missing = new ArrayList<>();
    for (var row : rows()) {
      NAMED.matcher(row.shown()).results()
          .filter(test -> !tests.getOrDefault(test.group(1), "").contains(" " + test.group(2) + "("))
          .forEach(test -> missing.add(row.id() + " " + test.group()));
      FILE.matcher(row.shown()).results()
          .filter(file -> !Files.exists(TidyTest.root().resolve(file.group(1))))
          .forEach(file -> missing.add(row.id() + " " + file.group()));
    }
    assertThat(missing).isEmpty();
  }
}
