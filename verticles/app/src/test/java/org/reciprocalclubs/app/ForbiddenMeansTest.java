package org.reciprocalclubs.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Means that nothing here needs and that go wrong easily: what is not there needs no escaping. */
class ForbiddenMeansTest {
  private static final Path PAGES = TidyTest.root().resolve("verticles/edge/src/main/resources/web");

  /** What runs in production; the embedded services and the benches start processes, and are not there. */
  private static List<Path> code() {
    return TidyTest.sources("main").stream()
        .filter(file -> Stream.of("verticles/embedded/", "verticles/bench/", "fabric/")
            .noneMatch(TidyTest.root().relativize(file).toString()::startsWith))
        .toList();
  }

  private static List<Path> pages(String... endings) {
    return TidyTest.walk(PAGES).filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
        .filter(file -> !file.toString().contains("/vendor/")).toList();
  }

  private static List<String> found(List<Path> files, String pattern) {
    var wanted = Pattern.compile(pattern);
    return files.stream().flatMap(file -> wanted.matcher(TidyTest.read(file)).results()
        .map(each -> file.getFileName() + " " + each.group())).distinct().sorted().toList();
  }

  @Test
  void noOtherProgramAndNoScriptIsRun() {
    assertThat(code()).hasSizeGreaterThan(300);
    assertThat(found(code(), "\\bProcessBuilder\\b|\\bgetRuntime\\(\\)\\.exec|javax\\.script")).isEmpty();
  }

  @Test
  void nothingIsReadByWhatMakesAnyObjectOrFollowsReferences() {
    assertThat(found(code(), "\\bObjectInputStream\\b|\\bXMLDecoder\\b|\\bDocumentBuilder|\\bSAXParser"
        + "|\\bXMLInputFactory\\b|\\bTransformerFactory\\b|javax\\.xml|javax\\.naming|\\bInitialContext\\b"))
        .isEmpty();
  }

  /** TOTP is HMAC-SHA-1 by its standard; streams that follow from ids are named by RFC 9562, 5.3. */
  @Test
  void noOutdatedAlgorithmIsUsed() {
    var known = List.of("Totp.java HmacSHA1", "ActivationActs.java nameUUIDFromBytes",
        "ChainSeals.java nameUUIDFromBytes");
    assertThat(found(code(), "\"MD5\"|\"SHA-?1\"|nameUUIDFromBytes|HmacSHA1|/ECB/|PKCS1|\"DES/|\"DESede"))
        .allMatch(known::contains);
  }

  /** What is listed here is no secret: names of requests in logs, and spread waits. */
  @Test
  void whatMustNotBeGuessedComesFromTheSecureGenerator() {
    var known = List.of("Correlation.java ThreadLocalRandom", "LedgerAudit.java ThreadLocalRandom",
        "Board.java ThreadLocalRandom");
    assertThat(found(code(), "\\bThreadLocalRandom\\b|Math\\.random|\\bnew Random\\(|\\bSplittableRandom"))
        .allMatch(known::contains);
  }

  @Test
  void everyCertificateIsCheckedAndNoCookieIsSet() {
    assertThat(found(code(), "(?i)trustAll|hostnameVerificationAlgorithm\\(\"\"\\)|addCookie|\"set-cookie\""))
        .isEmpty();
  }

  @Test
  void pagesWriteTextAndRunNothingThatTheyRead() {
    assertThat(found(pages(".js"), "\\binnerHTML|\\bouterHTML|insertAdjacentHTML|document\\.write|\\beval\\("
        + "|\\bnew Function\\b|\\bsrcdoc\\b|javascript:|document\\.cookie|\\bDOMParser\\b")).isEmpty();
    assertThat(found(pages(".html"), "<script(?![^>]*\\bsrc=)|\\son[a-z]+=|\\sstyle=|javascript:|https?://"))
        .isEmpty();
  }

  /** The service worker alone is spoken to, which only its own pages can do. */
  @Test
  void pagesTakeNoMessagesOfOtherWindows() {
    assertThat(found(pages(".js"), "addEventListener\\(\"message\"|\\bwindow\\.onmessage"))
        .containsExactly("worker.js addEventListener(\"message\"");
  }

  @Test
  void aPasswordIsMaskedAndMayBePastedAndFilledIn() {
    var fields = found(pages(".html"), "<input[^>]*id=\"password\"[^>]*>");
    assertThat(fields).hasSizeGreaterThanOrEqualTo(2)
        .allMatch(field -> field.contains("type=\"password\"") && field.contains("autocomplete=\""))
        .noneMatch(field -> field.contains("autocomplete=\"off\"") || field.contains("maxlength"));
    assertThat(found(pages(".js", ".html"), "\"paste\"|onpaste")).isEmpty();
  }
}
