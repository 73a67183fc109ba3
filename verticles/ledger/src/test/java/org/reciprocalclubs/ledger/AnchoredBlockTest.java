package org.reciprocalclubs.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.ledger.Chancery.CITY;
import static org.reciprocalclubs.ledger.Chancery.HARBOUR;

import com.google.protobuf.ByteString;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.hyperledger.fabric.protos.common.Block;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reciprocalclubs.codecs.ledger.v1.Receipt;
import org.reciprocalclubs.devledger.DevelopmentLedger;
import org.reciprocalclubs.devledger.DevelopmentNetwork;
import org.reciprocalclubs.kit.store.Eventually;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.ledger.Chancery.Visitor;
import org.reciprocalclubs.ledger.fabric.Waits;

/** A visit, from the door to a block of the ledger, and the receipt of it in the hands of a stranger. */
class AnchoredBlockTest {
  private static final List<String> MSPS = List.of("FederationMSP", "CityMSP", "HarbourMSP");
  static final Waits WAITS = new Waits(Duration.ofSeconds(10), Duration.ofSeconds(3),
      Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(100));
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "ledger");
  @TempDir
  private static Path directory;
  private static DevelopmentLedger ledger;
  private static Chancery chancery;
  private static Verifier verifier;
  private static Receipt receipt;
  private static Path block;
  private static String logKey;

  @BeforeAll
  static void open() throws Exception {
    Harbourmaster.found(DATABASE);
    ledger = DevelopmentLedger.start(new DevelopmentNetwork(directory.resolve("network"), MSPS, 0,
        Duration.ofMillis(50), 100));
    chancery = new Chancery(DATABASE);
    chancery.recordsOn(ledger);
    verifier = new Verifier(directory);
    receipt = anchored();
    block = Files.write(directory.resolve("block"), ledger.block(receipt.getAnchor().getBlock()));
    logKey = chancery.text("/key");
  }

  @AfterAll
  static void close() {
    chancery.close();
    ledger.close();
  }

  private static Receipt anchored() {
    var master = Harbourmaster.of(DATABASE, chancery, 2);
    chancery.opened(Visitor.of(HARBOUR), CITY);
    chancery.grown(1);
    master.turn();
    var visit = chancery.opened(Visitor.of(HARBOUR), CITY);
    chancery.grown(2);
    Eventually.until("it is anchored", () -> {
      master.turn();
      return chancery.receipt(Chancery.office(CITY), visit).getState() == Receipt.State.ANCHORED;
    });
    return chancery.receipt(Chancery.office(CITY), visit);
  }

  private static String trust(String... msps) throws Exception {
    var trust = new StringBuilder("# of people whom we know\n").append(logKey);
    for (var msp : msps) {
      trust.append(msp.startsWith("Orderer") ? "orderer " : "msp ").append(msp).append('\n')
          .append(Files.readString(directory.resolve("network").resolve(msp).resolve("ca.pem")));
    }
    return trust.toString();
  }

  @Test
  void it_proves_that_the_block_holds_the_log_and_who_endorsed_it() throws Exception {
    var said = verifier.check(receipt.getDocument(),
        trust("FederationMSP", "CityMSP", "HarbourMSP", "OrdererMSP"), "--block", block.toString());
    assertThat(said.said()).contains("PROVED      the file is block " + receipt.getAnchor().getBlock(),
        "PROVED      its transaction " + receipt.getAnchor().getTx() + " records the log as of 2 leaves",
        "PROVED      FederationMSP sent the transaction", "of the 3 organisations that you trust endorsed it",
        "PROVED      orderers signed the block: OrdererMSP");
    assertThat(said.exit()).as(said.said()).isZero();
  }

  @Test
  void what_nobody_vouches_for_is_said_to_be_not_proved() throws Exception {
    var none = verifier.check(receipt.getDocument(), trust(), "--block", block.toString());
    assertThat(none.said()).contains("NOT PROVED  that FederationMSP sent the transaction",
        "NOT PROVED  that any organisation that you trust endorsed it",
        "NOT PROVED  that this block is one of the channel", "NOT PROVED  that the ledger holds the log")
        .doesNotContain("PROVED      the file is block", "PROVED      its transaction");
    assertThat(none.exit()).as(none.said()).isEqualTo(2);
    var without = verifier.check(receipt.getDocument(), trust("CityMSP"));
    assertThat(without.said()).contains("NOT PROVED  that block " + receipt.getAnchor().getBlock());
    assertThat(without.exit()).isZero();
  }

  @Test
  void neither_an_endorsement_nor_an_orderers_signature_is_enough_alone() throws Exception {
    for (String who : List.of("FederationMSP", "OrdererMSP")) {
      var said = verifier.check(receipt.getDocument(), trust(who), "--block", block.toString());
      assertThat(said.said()).contains("are both needed");
      assertThat(said.exit()).as(said.said()).isEqualTo(2);
    }
  }

  @Test
  void a_block_that_a_stranger_wrote_proves_nothing() throws Exception {
    var forged = Forgery.of(Files.readAllBytes(block));
    var file = Files.write(directory.resolve("forged"), forged.block());
    var document = receipt.getDocument().replace(receipt.getAnchor().getTx(), forged.transaction());
    var said = verifier.check(document, trust("FederationMSP", "CityMSP", "HarbourMSP", "OrdererMSP"),
        "--block", file.toString());
    assertThat(said.said()).contains("NOT PROVED  that EvilMSP endorsed it", "nobody whom you trust signed")
        .doesNotContain("PROVED      the file is block", "PROVED      its transaction");
    assertThat(said.exit()).as(said.said()).isEqualTo(2);
  }

  @Test
  void a_time_that_is_none_is_refused_in_words() throws Exception {
    var file = Files.write(directory.resolve("timeless"),
        Forgery.at(Files.readAllBytes(block), Long.MAX_VALUE));
    var said = verifier.check(receipt.getDocument(), trust(), "--block", file.toString());
    assertThat(said.said()).contains("REFUSED     the transaction has no time");
    assertThat(said.exit()).as(said.said()).isEqualTo(1);
  }

  @Test
  void bytes_that_are_no_block_end_in_words() throws Exception {
    byte[] whole = Files.readAllBytes(block);
    for (byte[] bytes : List.of(new byte[0], new byte[]{1, 2, 3}, new byte[300_000], Arrays.copyOf(whole, 99),
        Arrays.copyOf(whole, whole.length - 1), receipt.getDocument().getBytes(StandardCharsets.UTF_8))) {
      var file = Files.write(directory.resolve("none"), bytes);
      var said = verifier.check(receipt.getDocument(), trust(), "--block", file.toString());
      assertThat(said.said()).contains("REFUSED     ").doesNotContain("Exception");
      assertThat(said.exit()).as(said.said()).isEqualTo(1);
    }
  }

  @Test
  void any_change_of_the_anchor_is_refused_when_the_block_is_given() throws Exception {
    for (String changed : Changes.of(receipt.getDocument(), "anchor")) {
      assertThat(verifier.check(changed, trust(), "--block", block.toString()).exit()).as(changed)
          .isEqualTo(1);
    }
    var anchor = new JsonObject(receipt.getDocument()).getJsonObject("anchor");
    for (String part : List.of("block", "size", "tx", "channel")) {
      var old = '"' + part + "\":" + (anchor.getValue(part) instanceof String text
          ? '"' + text + '"'
          : anchor.getValue(part));
      var other = old.replaceFirst("([0-9a-z])(\"?)$", old.matches(".*1\"?$") ? "2$2" : "1$2");
      var changed = receipt.getDocument().replace(old, other);
      assertThat(changed).as(part).isNotEqualTo(receipt.getDocument());
      assertThat(verifier.check(changed, trust(), "--block", block.toString()).exit()).as(part).isEqualTo(1);
    }
  }

  @Test
  void a_change_anywhere_in_the_block_is_refused_or_is_in_what_is_said_not_to_be_proved() throws Exception {
    byte[] whole = Files.readAllBytes(block);
    int data = data(whole);
    for (int step = 0; step < 24; step++) {
      byte[] changed = whole.clone();
      changed[(int) ((long) data * step / 24)] ^= 1;
      var file = Files.write(directory.resolve("changed"), changed);
      var said = verifier.check(receipt.getDocument(),
          trust("FederationMSP", "CityMSP", "HarbourMSP", "OrdererMSP"), "--block", file.toString());
      assertThat(said.exit()).as("byte " + (long) data * step / 24 + ": " + said.said()).isEqualTo(1);
    }
  }

  /** Where the block's metadata begins: its header and data are what is hashed and signed. */
  private static int data(byte[] whole) throws Exception {
    var block = Block.parseFrom(whole);
    return whole.length - block.toBuilder().clearHeader().clearData().build().toByteArray().length;
  }

  @Test
  void a_transaction_that_the_block_calls_invalid_is_refused() throws Exception {
    var parsed = Block.parseFrom(Files.readAllBytes(block));
    var marks = ByteString.copyFrom(new byte[]{11});
    var file = Files.write(directory.resolve("invalid"), parsed.toBuilder()
        .setMetadata(parsed.getMetadata().toBuilder().setMetadata(2, marks)).build().toByteArray());
    var said = verifier.check(receipt.getDocument(), trust(), "--block", file.toString());
    assertThat(said.said()).contains("REFUSED     the block says that the transaction is not valid");
    assertThat(said.exit()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CityMSP", "FederationMSP"})
  void authorities_of_another_network_vouch_for_nothing(String msp) throws Exception {
    try (var other = DevelopmentLedger.start(new DevelopmentNetwork(directory.resolve("other"), MSPS, 0,
        Duration.ofMillis(50), 100))) {
      var stranger = other.profile().resolveSibling("HarbourMSP").resolve("ca.pem");
      var trust = logKey + "msp " + msp + "\n" + Files.readString(stranger);
      var said = verifier.check(receipt.getDocument(), trust, "--block", block.toString());
      assertThat(said.exit()).as(said.said()).isEqualTo(1);
    }
  }

  @Test
  void the_text_of_its_code_is_the_same_receipt() throws Exception {
    var text = ReceiptCode.text(receipt.getDocument());
    var said = verifier.check(text, trust("FederationMSP", "CityMSP", "HarbourMSP", "OrdererMSP"), "--block",
        block.toString());
    assertThat(said.said()).contains("PROVED      its transaction");
    assertThat(said.exit()).as(said.said()).isZero();
    var broken = text.substring(0, 40) + (text.charAt(40) == 'A' ? 'B' : 'A') + text.substring(41);
    assertThat(verifier.check(broken, trust(), "--block", block.toString()).exit()).isEqualTo(1);
  }
}
