package org.reciprocalclubs.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** The form of the code: what a reader may rely on in every room. */
class TidyTest {
  private static final Path ROOT = root();
  private static final int FILE_LINES_MAX = 300;
  private static final int METHOD_LINES_MAX = 40;
  private static final int LINE_LENGTH_MAX = 110;
  private static final int PARAMETERS_MAX = 5;
  private static final Pattern NAMES_THAT_SAY_NOTHING = Pattern
      .compile("\\.(util|utils|common|helper|helpers|impl|manager|managers)(\\.|;)");
  private static final Set<String> SCHEMAS = Set.of("auth", "member", "reciprocal", "notification", "ledger");

  @Test
  void filesAreShortAndLinesFitAPage() throws IOException {
    List<String> faults = new ArrayList<>();
    for (var file : sources("main")) {
      var lines = Files.readAllLines(file);
      if (lines.size() > FILE_LINES_MAX) {
        faults.add(file + " has " + lines.size() + " lines");
      }
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).length() > LINE_LENGTH_MAX && !lines.get(i).startsWith("import ")) {
          faults.add(file + ":" + (i + 1) + " has " + lines.get(i).length() + " characters");
        }
      }
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void methodsAreShortAndTakeFewParameters() throws IOException {
    List<String> faults = new ArrayList<>();
    var files = sources("main");
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var manager = compiler.getStandardFileManager(null, null, null)) {
      var task = (JavacTask) compiler.getTask(null, manager, null, null, null,
          manager.getJavaFileObjectsFromPaths(files));
      var positions = Trees.instance(task).getSourcePositions();
      for (var unit : task.parse()) {
        unit.accept(new MethodSizes(unit, positions, faults), null);
      }
    }
    assertThat(faults).isEmpty();
  }

  private static final class MethodSizes extends TreeScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<String> faults;

    MethodSizes(CompilationUnitTree unit, SourcePositions positions, List<String> faults) {
      this.unit = unit;
      this.positions = positions;
      this.faults = faults;
    }

    @Override
    public Void visitMethod(MethodTree method, Void none) {
      LineMap lines = unit.getLineMap();
      long end = positions.getEndPosition(unit, method);
      long start = method.getBody() == null ? end : positions.getStartPosition(unit, method.getBody());
      long length = lines.getLineNumber(end) - lines.getLineNumber(start) + 1;
      var where = unit.getSourceFile().getName() + " " + method.getName();
      if (length > METHOD_LINES_MAX) {
        faults.add(where + " has " + length + " lines");
      }
      if (method.getParameters().size() > PARAMETERS_MAX && !method.getName().contentEquals("<init>")
          && !isContractFunction(method)) {
        faults.add(where + " has " + method.getParameters().size() + " parameters");
      }
      return super.visitMethod(method, null);
    }

    /** Its parameters are what a caller of the ledger gives, one by one. */
    private static boolean isContractFunction(MethodTree method) {
      return method.getModifiers().getAnnotations().stream()
          .anyMatch(each -> each.getAnnotationType().toString().equals("Transaction"));
    }
  }

  @Test
  void everyPackageSaysWhatItIsForAndIsNullMarked() {
    var silent = sources("main").stream().map(Path::getParent).distinct()
        .map(folder -> folder.resolve("package-info.java"))
        .filter(info -> !Files.exists(info) || !read(info).contains("@NullMarked")
            || !read(info).contains("/**"));
    assertThat(silent).isEmpty();
  }

  @Test
  void packagesHaveNamesThatSaySomething() {
    var empty = sources("main").stream().filter(file -> read(file).lines()
        .anyMatch(line -> line.startsWith("package ") && NAMES_THAT_SAY_NOTHING.matcher(line).find()));
    assertThat(empty).isEmpty();
  }

  @Test
  void nothingIsLeftForLater() {
    var words = Pattern.compile("\\b(TO" + "DO|FIX" + "ME)\\b");
    var unfinished = Stream.concat(sources("main").stream(), sources("test").stream())
        .filter(file -> words.matcher(read(file)).find());
    assertThat(unfinished).isEmpty();
  }

  /** Other domains are reached only through the functions that they publish for the desk. */
  @Test
  void aDomainsSqlNamesNoForeignTable() {
    for (var own : SCHEMAS) {
      for (var file : sqlOf(own)) {
        for (var foreign : SCHEMAS) {
          if (!foreign.equals(own)) {
            var foreignTable = Pattern.compile("\\b" + foreign + "\\.(?!\\w+_for_desk\\b)[a-z_]+");
            assertThat(foreignTable.matcher(sqlIn(file)).results().map(found -> found.group()).toList())
                .as("foreign names in the SQL of %s", file).isEmpty();
          }
        }
      }
    }
  }

  private static List<Path> sqlOf(String room) {
    var folder = ROOT.resolve("verticles").resolve(room).resolve("src/main");
    return walk(folder).filter(file -> file.toString().endsWith(".sql") || file.toString().endsWith(".java"))
        .toList();
  }

  /** Of Java only the text blocks; of SQL everything but comments. */
  private static String sqlIn(Path file) {
    var text = read(file);
    if (file.toString().endsWith(".sql")) {
      return text.replaceAll("--[^\n]*", "");
    }
    var blocks = new StringBuilder();
    Pattern.compile("\"\"\"(.*?)\"\"\"", Pattern.DOTALL).matcher(text).results()
        .forEach(block -> blocks.append(block.group(1)).append('\n'));
    return blocks.toString();
  }

  static List<Path> sources(String kind) {
    var folder = Map.of("main", "/src/main/java/", "test", "/src/test/java/").get(kind);
    return walk(ROOT).filter(file -> file.toString().endsWith(".java") && file.toString().contains(folder)
        && !file.toString().contains("/target/")).toList();
  }

  static Stream<Path> walk(Path folder) {
    try (var files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList().stream();
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }

  static Path root() {
    var folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("codecs"))) {
      folder = java.util.Objects.requireNonNull(folder.getParent());
    }
    return folder;
  }
}
