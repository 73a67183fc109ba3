package org.reciprocalclubs.chaincode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every argument of every function in every wrong form: refused by its name, whoever calls. */
class FormsTest {
  private static final List<String> NOT_AN_ID = List.of("", "CITY", "01890A5D-AC96-774B-BCCE-B302099A8057",
      "01890a5dac96774bbcceb302099a8057", Example.CITY + " ", Example.CITY + "\n",
      Example.CITY + Example.CITY,
      "01890a5d-ac96-774b-bcce-b302099a805\u0000");
  private static final List<String> NOT_A_ROOT = List.of("", Example.TERMS, Example.ROOT.substring(1),
      Example.ROOT + "c", Example.ROOT.toUpperCase(java.util.Locale.ROOT), "g".repeat(64),
      Example.ROOT + "\n");
  private static final List<String> NOT_A_HASH = List.of("x", "sha256:", Example.ROOT,
      "sha512:" + Example.ROOT,
      Example.TERMS + "a", Example.TERMS.toUpperCase(java.util.Locale.ROOT), "sha256:" + "g".repeat(64));
  private static final List<String> NOT_A_NUMBER = List.of("", "-1", "+1", "01", "1.0", "1e3", " 1", "1 ",
      "x",
      "9007199254740992", "99999999999999999999", "\u0661");
  private static final List<String> NOT_POSITIVE = with(NOT_A_NUMBER, "0");
  private static final List<String> NOT_A_TIME = List.of("x", "2026-07-01", "2026-07-01T00:00:00",
      "2026-07-01T00:00:00+00:00", "2026-07-01T00:00Z", "2026-02-30T00:00:00Z", "2026-07-01T25:00:00Z",
      "2026-07-01T00:00:00.1234567890Z", "+12026-07-01T00:00:00Z", "2026-07-01t00:00:00z");
  private static final List<String> NOT_AN_MSP = List.of("", "1MSP", "City MSP", "City/MSP", "M".repeat(65),
      "C\u00eft\u00e9MSP", Example.FEDERATION);
  private static final List<String> NOT_A_KID = List.of("", "a b", "k".repeat(129), "a/b", "a\u0000b");
  private static final List<String> NOT_A_PAGE = with(NOT_POSITIVE, "101");
  private static final List<String> NOT_A_BOOKMARK = List.of("=", "a b", "b".repeat(1025), "AGNsdWI", "A");
  private static final List<String> NOT_A_KEY = List.of("", "AA", "A".repeat(43) + "=", "A".repeat(257),
      "_".repeat(44) + "!", "a".repeat(44));

  private static List<String> with(List<String> list, String more) {
    return Stream.concat(list.stream(), Stream.of(more)).toList();
  }

  /** An argument: its name, what is right for it, what is wrong. */
  record Argument(String name, String right, List<String> wrong) {}

  private static Argument id(String name, String right) {
    return new Argument(name, right, NOT_AN_ID);
  }

  private static final Argument CLUB = id("club", Example.CITY);
  private static final Argument AGREEMENT = id("agreement", Example.AGREEMENT);
  private static final Argument PROPOSAL = id("proposal", Example.PROPOSAL);
  private static final Argument KID = new Argument("kid", "k1", NOT_A_KID);
  private static final Argument ROOT = new Argument("root", Example.ROOT, NOT_A_ROOT);
  private static final Argument LOG = new Argument("log", Example.ROOT, NOT_A_ROOT);
  private static final Argument TERMS = new Argument("termsHash", Example.TERMS, with(NOT_A_HASH, ""));
  private static final Argument REASON = new Argument("reasonHash", Example.TERMS, NOT_A_HASH);
  private static final Argument PAGE = new Argument("pageSize", "100", NOT_A_PAGE);
  private static final Argument BOOKMARK = new Argument("bookmark", "", NOT_A_BOOKMARK);

  private static Argument positive(String name) {
    return new Argument(name, "1", NOT_POSITIVE);
  }

  private static Argument number(String name) {
    return new Argument(name, "0", NOT_A_NUMBER);
  }

  private static Argument time(String name) {
    return new Argument(name, Example.FROM, with(NOT_A_TIME, ""));
  }

  private static final Map<String, List<Argument>> FUNCTIONS = Map.ofEntries(
      Map.entry("clubs:Enrol", List.of(CLUB, new Argument("msp", Example.CITY_MSP, NOT_AN_MSP))),
      Map.entry("clubs:Get", List.of(CLUB)),
      Map.entry("clubs:PublishKey", List.of(CLUB, KID,
          new Argument("algorithm", "EdDSA", List.of("", "RS256", "es256", "none")),
          new Argument("publicKey", "A".repeat(43), NOT_A_KEY), time("notBefore"))),
      Map.entry("clubs:RevokeKey", List.of(CLUB, KID, time("at"),
          new Argument("reason", "KEY_COMPROMISE", List.of("", "lost", "A B", "1", "R".repeat(33))))),
      Map.entry("clubs:PublishRevocations", List.of(CLUB, positive("number"), ROOT, number("count"))),
      Map.entry("clubs:ListKeys", List.of(CLUB, PAGE, BOOKMARK)),
      Map.entry("clubs:ListRevocations", List.of(CLUB, PAGE, BOOKMARK)),
      Map.entry("agreements:Propose", List.of(AGREEMENT, positive("version"), id("proposer", Example.CITY),
          new Argument("partner", Example.HARBOUR, with(NOT_AN_ID, Example.CITY)), TERMS, time("from"),
          new Argument("until", Example.UNTIL, with(NOT_A_TIME, Example.FROM)))),
      Map.entry("agreements:Approve", List.of(AGREEMENT, positive("version"), CLUB, TERMS)),
      Map.entry("agreements:Amend", List.of(AGREEMENT, positive("version"), CLUB, TERMS, time("from"))),
      Map.entry("agreements:Suspend", List.of(AGREEMENT, positive("number"), CLUB, REASON)),
      Map.entry("agreements:Resume", List.of(AGREEMENT, positive("number"), CLUB)),
      Map.entry("agreements:Terminate", List.of(AGREEMENT, CLUB, time("at"), REASON)),
      Map.entry("agreements:Get", List.of(AGREEMENT)),
      Map.entry("agreements:History", List.of(AGREEMENT, PAGE, BOOKMARK)),
      Map.entry("agreements:List", List.of(CLUB, PAGE, BOOKMARK)),
      Map.entry("anchors:Append", List.of(LOG, positive("size"), ROOT,
          number("previousSize"), new Argument("previousRoot", "", List.of("x", Example.ROOT)),
          new Argument("count", "1", with(NOT_POSITIVE, "2")),
          new Argument("proof", "", List.of("x", Example.ROOT + ",", Example.TERMS)))),
      Map.entry("anchors:Get", List.of(LOG, positive("size"))),
      Map.entry("anchors:List", List.of(LOG, number("from"), PAGE, BOOKMARK)),
      Map.entry("proposals:Open", List.of(PROPOSAL, new Argument("scope", "federation",
          with(NOT_AN_ID, "Federation")), new Argument("electorateHash", Example.TERMS, with(NOT_A_HASH, "")),
          positive("electors"), time("closesAt"),
          new Argument("rulesHash", Example.TERMS, with(NOT_A_HASH, "")))),
      Map.entry("proposals:Commit", List.of(PROPOSAL, positive("number"), ROOT, positive("count"))),
      Map.entry("proposals:Close", List.of(PROPOSAL,
          new Argument("outcome", "PASSED", List.of("", "passed", "IMPLEMENTED")),
          new Argument("tallyHash", Example.TERMS, with(NOT_A_HASH, "")), number("yes"), number("no"),
          number("abstain"))),
      Map.entry("proposals:Get", List.of(PROPOSAL)),
      Map.entry("proposals:ListBallots", List.of(PROPOSAL, PAGE, BOOKMARK)));

  private static final MemoryPeer PEER = new MemoryPeer();

  static Stream<String> functions() {
    return FUNCTIONS.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("functions")
  void everyWrongFormOfAnArgumentIsRefusedByItsName(String function) {
    var arguments = FUNCTIONS.getOrDefault(function, List.of());
    for (int i = 0; i < arguments.size(); i++) {
      for (var wrong : arguments.get(i).wrong()) {
        int place = i;
        var call = IntStream.range(0, arguments.size())
            .mapToObj(each -> each == place ? wrong : arguments.get(each).right()).toArray(String[]::new);
        PEER.evaluate("NobodyMSP", function, call)
            .refused("VALIDATION_ERROR: " + arguments.get(i).name() + ": ");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("functions")
  void theWrongNumberOfArgumentsIsRefused(String function) {
    var right = FUNCTIONS.getOrDefault(function, List.of()).stream().map(Argument::right).toList();
    var fewer = right.subList(1, right.size()).toArray(String[]::new);
    var more = with(right, "").toArray(String[]::new);
    PEER.evaluate(Example.FEDERATION, function, fewer).refused("VALIDATION_ERROR: arguments: ");
    PEER.evaluate(Example.FEDERATION, function, more).refused("VALIDATION_ERROR: arguments: ");
  }

  @ParameterizedTest
  @MethodSource("functions")
  void theRightFormsAreNotRefusedForTheirForm(String function) {
    var right = FUNCTIONS.getOrDefault(function, List.of()).stream().map(Argument::right)
        .toArray(String[]::new);
    assertThat(PEER.evaluate(Example.FEDERATION, function, right).response().getMessage())
        .doesNotContain("VALIDATION_ERROR", "INTERNAL_ERROR");
  }

  @Test
  void aRefusalDoesNotRepeatWhatWasGiven() {
    var answer = PEER.evaluate(Example.FEDERATION, "clubs:Get", "Jane Doe, born 1970");
    assertThat(answer.response().getMessage()).doesNotContain("Jane");
  }

  @Test
  void timesAreRecordedInOneForm() {
    var peer = new MemoryPeer();
    var key = new String[]{Example.SUMMIT, "k1", "EdDSA", "A".repeat(43), "2026-07-02T00:00:00.100000000Z"};
    var first = peer.submit(Example.FEDERATION, "clubs:PublishKey", key).recorded("KeyPublished");
    assertThat(first.text()).contains("\"notBefore\":\"2026-07-02T00:00:00.100Z\"");
    key[4] = "2026-07-02T00:00:00.1Z";
    peer.submit(Example.FEDERATION, "clubs:PublishKey", key).repeats(first);
  }

  @Test
  void keysOfEachAlgorithmHaveItsLengths() {
    var peer = new MemoryPeer();
    for (int bytes : new int[]{33, 65, 91}) {
      peer.submit(Example.FEDERATION, "clubs:PublishKey", Example.SUMMIT, "es-" + bytes, "ES256", key(bytes),
          Example.FROM).recorded("KeyPublished");
      peer.submit(Example.FEDERATION, "clubs:PublishKey", Example.SUMMIT, "x", "EdDSA", key(bytes),
          Example.FROM)
          .refused("VALIDATION_ERROR: publicKey: ");
    }
    for (int bytes : new int[]{32, 44}) {
      peer.submit(Example.FEDERATION, "clubs:PublishKey", Example.SUMMIT, "ed-" + bytes, "EdDSA", key(bytes),
          Example.FROM).recorded("KeyPublished");
    }
  }

  private static String key(int bytes) {
    return java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[bytes]);
  }
}
