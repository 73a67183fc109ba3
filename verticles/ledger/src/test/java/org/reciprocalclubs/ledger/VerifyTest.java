package org.reciprocalclubs.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.ledger.Chancery.CITY;
import static org.reciprocalclubs.ledger.Chancery.HARBOUR;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.ledger.Chancery.Visitor;

/** Receipts in the hands of somebody who trusts nobody but a key. */
class VerifyTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("ledger");
  @TempDir
  private static Path directory;
  private static Chancery chancery;
  private static Verifier verifier;
  private static String trust;
  private static String receipt;

  @BeforeAll
  static void open() throws Exception {
    chancery = new Chancery(DATABASE);
    verifier = new Verifier(directory);
    var visit = chancery.opened(Visitor.of(HARBOUR), CITY);
    for (int i = 0; i < 300; i++) {
      chancery.opened(Visitor.of(HARBOUR), CITY);
    }
    chancery.grown(301);
    trust = chancery.text("/key");
    receipt = chancery.receipt(Chancery.office(CITY), visit).getDocument();
  }

  @AfterAll
  static void close() {
    chancery.close();
  }

  @Test
  void it_proves_what_the_log_contains_and_says_what_it_does_not_prove() throws Exception {
    var said = verifier.check(receipt, trust);
    assertThat(said.said()).contains("PROVED      the checkpoint is signed by clubs.example/log",
        "PROVED      the log clubs.example/log contains it, as number 0 of 301", "type: VisitOpened",
        "NOT PROVED  that the clubs' ledger holds", "NOT PROVED  that the log still contains it");
    assertThat(said.exit()).isZero();
  }

  @Test
  void the_log_of_later_is_proven_to_have_grown_out_of_the_receipts() throws Exception {
    long before = chancery.size();
    chancery.opened(Visitor.of(HARBOUR), CITY);
    chancery.grown(before + 1);
    var said = verifier.check(receipt, trust, "--log", chancery.url());
    assertThat(said.said()).contains("PROVED      the log of today, with " + (before + 1) + " leaves");
    assertThat(said.exit()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"leaf", "salt", "index", "proof", "checkpoint", "state", "receipt"})
  void a_change_of_any_part_is_refused(String part) throws Exception {
    for (String changed : Changes.of(receipt, part)) {
      assertThat(verifier.check(changed, trust).exit()).as(changed).isEqualTo(1);
    }
  }

  @Test
  void another_spelling_of_the_same_is_refused() throws Exception {
    var json = new JsonObject(receipt);
    for (String other : new String[]{json.encodePrettily(), " " + receipt, receipt + " ",
        receipt.replaceFirst("\\{", "{\"about\":1,")}) {
      assertThat(verifier.check(other, trust).exit()).as(other).isEqualTo(1);
    }
  }

  @Test
  void any_change_of_a_signature_line_is_refused_or_said() throws Exception {
    var line = receipt.substring(receipt.indexOf("\u2014 "), receipt.indexOf("\\n\",\"index\""));
    for (String other : new String[]{line + " ", line.replace(" clubs", "  clubs"), line + "\\n" + line}) {
      assertThat(verifier.check(receipt.replace(line, other), trust).exit()).as(other).isEqualTo(1);
    }
    var added = receipt.replace(line, line + "\\n\u2014 witness.example ABCDEFGHIJKL");
    var said = verifier.check(added, trust);
    assertThat(said.said()).contains("NOT PROVED  that witness.example (00108310) signed the checkpoint");
    assertThat(said.exit()).as(said.said()).isZero();
  }

  @Test
  void a_question_that_is_not_clear_is_not_answered() throws Exception {
    assertThat(verifier.check(receipt, trust, "another.json").exit()).isEqualTo(2);
    assertThat(verifier.check(receipt, trust, "--trust", "other").exit()).isEqualTo(2);
    var missing = verifier.check(receipt, trust, "--block", "missing");
    assertThat(missing.said()).contains("Not checked: there is no file missing");
    assertThat(missing.exit()).isEqualTo(2);
    var rootless = verifier.check(receipt, trust + "msp CityMSP\n");
    assertThat(rootless.said()).contains("the trust file has no root certificate of CityMSP");
    assertThat(rootless.exit()).isEqualTo(2);
  }

  @Test
  void what_is_not_the_log_is_not_taken_for_its_answer() throws Exception {
    var said = verifier.check(receipt, trust, "--log", chancery.url() + "/tile");
    assertThat(said.exit()).as(said.said()).isEqualTo(2);
  }

  @Test
  void a_line_end_of_another_system_is_no_change() throws Exception {
    assertThat(verifier.check(receipt + "\r\n", trust).exit()).isZero();
  }

  @Test
  void the_key_of_another_log_proves_nothing() throws Exception {
    var other = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n";
    var said = verifier.check(receipt, other);
    assertThat(said.said()).contains("no key that you trust has signed");
    assertThat(said.exit()).isEqualTo(1);
    assertThat(verifier.check(receipt, "nonsense\n").exit()).isEqualTo(2);
  }
}
