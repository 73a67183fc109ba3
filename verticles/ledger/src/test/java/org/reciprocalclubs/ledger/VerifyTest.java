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
  void the_key_of_another_log_proves_nothing() throws Exception {
    var other = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n";
    var said = verifier.check(receipt, other);
    assertThat(said.said()).contains("no key that you trust has signed");
    assertThat(said.exit()).isEqualTo(1);
    assertThat(verifier.check(receipt, "nonsense\n").exit()).isEqualTo(2);
  }
}
