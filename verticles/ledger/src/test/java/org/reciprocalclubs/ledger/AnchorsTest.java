package org.reciprocalclubs.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.ledger.Chancery.CITY;
import static org.reciprocalclubs.ledger.Chancery.HARBOUR;
import static org.reciprocalclubs.ledger.Harbourmaster.tx;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.ledger.v1.ListReceiptsRequest;
import org.reciprocalclubs.codecs.ledger.v1.ListVisitProofsRequest;
import org.reciprocalclubs.codecs.ledger.v1.Receipt;
import org.reciprocalclubs.codecs.ledger.v1.ReceiptsGrpcClient;
import org.reciprocalclubs.codecs.ledger.v1.VisitProof;
import org.reciprocalclubs.kit.store.Eventually;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.ledger.Chancery.Happened;
import org.reciprocalclubs.ledger.Chancery.Visitor;
import org.reciprocalclubs.ledger.anchors.AnchorSettings;
import org.reciprocalclubs.ledger.log.Checkpoint;
import org.reciprocalclubs.ledger.log.Hash;
import org.reciprocalclubs.ledger.log.Note;
import org.reciprocalclubs.ledger.log.Proven;
import org.reciprocalclubs.ledger.log.Proven.Head;

/** Batches of the log, and the receipts that they anchor. */
class AnchorsTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "ledger");
  private static Chancery chancery;

  @BeforeAll
  static void open() {
    Harbourmaster.found(DATABASE);
    chancery = new Chancery(DATABASE);
  }

  @BeforeEach
  void empty() {
    Harbourmaster.empty(DATABASE);
  }

  @AfterAll
  static void close() {
    chancery.close();
  }

  private Happened visit() {
    long before = chancery.size();
    var happened = chancery.opened(Visitor.of(HARBOUR), CITY);
    chancery.grown(before + 1);
    return happened;
  }

  private Receipt receipt(Happened visit) {
    return chancery.receipt(Chancery.office(CITY), visit);
  }

  @Test
  void a_receipt_is_anchored_once_its_anchor_stands_and_keeps_it() {
    var master = Harbourmaster.of(DATABASE, chancery, 2);
    var first = visit();
    var second = visit();
    assertThat(receipt(first).getState()).isEqualTo(Receipt.State.LOGGED);
    master.turn();
    assertThat(receipt(first).getState()).isEqualTo(Receipt.State.LOGGED);
    master.stands(2, tx(1), 7);
    master.turn();

    var anchored = receipt(first);
    assertThat(anchored.getState()).isEqualTo(Receipt.State.ANCHORED);
    assertThat(anchored.getAnchor().getTx()).isEqualTo(tx(1));
    assertThat(new JsonObject(anchored.getDocument()).getJsonObject("anchor")).isEqualTo(new JsonObject()
        .put("block", 7).put("channel", "clubs").put("size", 2).put("tx", tx(1)));
    var third = visit();
    assertThat(receipt(first)).isEqualTo(anchored);
    assertThat(receipt(second).getSize()).isEqualTo(2);
    assertThat(receipt(third).getState()).isEqualTo(Receipt.State.LOGGED);
  }

  @Test
  void lists_and_proofs_of_visits_say_the_same() {
    var master = Harbourmaster.of(DATABASE, chancery, 2);
    var first = visit();
    master.turn();
    master.stands(1, tx(1), 7);
    master.turn();
    var second = visit();

    var listed = chancery.ask(Chancery.office(HARBOUR), ReceiptsGrpcClient.ListReceipts,
        ListReceiptsRequest.newBuilder().setStream(first.stream().toString()).build());
    assertThat(listed.getNodesList()).containsExactly(receipt(first));
    var proofs = chancery.ask(Chancery.office(HARBOUR), ReceiptsGrpcClient.ListVisitProofs,
        ListVisitProofsRequest.newBuilder().addVisits(second.stream().toString())
            .addVisits(Ids.uuid7().toString()).addVisits(first.stream().toString()).build());
    assertThat(proofs.getProofsList()).extracting(VisitProof::getState).containsExactly(
        VisitProof.State.LOGGED, VisitProof.State.PENDING, VisitProof.State.ANCHORED);
    assertThat(proofs.getProofs(2).getAnchor().getTx()).isEqualTo(tx(1));
    assertThat(proofs.getProofs(2).getEvent()).isEqualTo(first.event().toString());
    var strangers = chancery.ask(Chancery.office(Chancery.SUMMIT), ReceiptsGrpcClient.ListVisitProofs,
        ListVisitProofsRequest.newBuilder().addVisits(first.stream().toString()).build());
    assertThat(strangers.getProofs(0).getState()).isEqualTo(VisitProof.State.PENDING);
  }

  @Test
  void each_anchor_proves_that_the_log_only_grew_since_the_one_before() {
    var master = Harbourmaster.of(DATABASE, chancery, 8);
    for (int batch = 1; batch <= 4; batch++) {
      for (int i = 0; i < batch; i++) {
        visit();
      }
      master.turn();
    }
    assertThat(master.sizes()).containsExactly(1L, 3L, 6L, 10L);
    var log = HexFormat.of().formatHex(Hash.sha256(Chancery.ORIGIN.getBytes(StandardCharsets.US_ASCII)));
    assertThat(master.args(1)).startsWith(log, "1").endsWith("0", "", "1", "");
    assertThat(master.transaction(1).getString("after")).isNull();
    for (var pair : List.of(List.of(1L, 3L), List.of(3L, 6L), List.of(6L, 10L))) {
      var args = master.args(pair.getLast());
      assertThat(args.subList(0, 2)).containsExactly(log, pair.getLast().toString());
      assertThat(args.subList(3, 6)).containsExactly(pair.getFirst().toString(),
          master.args(pair.getFirst()).get(2), Long.toString(pair.getLast() - pair.getFirst()));
      assertThat(Proven.consistency(head(args.get(3), args.get(4)), head(args.get(1), args.get(2)),
          Arrays.stream(args.get(6).split(",")).map(AnchorsTest::hash).toList())).isTrue();
      assertThat(master.transaction(pair.getLast()).getString("after"))
          .isEqualTo(master.transaction(pair.getFirst()).getString("key"));
    }
  }

  private static Head head(String size, String root) {
    return new Head(Long.parseLong(size), hash(root));
  }

  private static Hash hash(String hex) {
    return Hash.of(HexFormat.of().parseHex(hex));
  }

  @Test
  void while_the_ledger_does_not_answer_one_batch_grows_and_few_anchors_follow() {
    var master = Harbourmaster.of(DATABASE, chancery, 2);
    for (int i = 0; i < 40; i++) {
      visit();
      master.turn();
    }
    assertThat(master.sizes()).containsExactly(1L, 2L);
    master.stands(1, tx(1), 1);
    master.stands(2, tx(2), 1);
    master.turn();
    assertThat(master.sizes()).containsExactly(1L, 2L, 40L);
    assertThat(master.args(40).get(5)).isEqualTo("38");
  }

  @Test
  void a_batch_is_closed_by_its_size_or_by_its_age() {
    var patient = Harbourmaster.of(DATABASE, chancery,
        new AnchorSettings(3, Duration.ofHours(1), 8, Duration.ofMillis(1)));
    for (int i = 0; i < 2; i++) {
      visit();
      patient.turn();
    }
    assertThat(patient.sizes()).isEmpty();
    visit();
    patient.turn();
    assertThat(patient.sizes()).containsExactly(3L);

    var hasty = Harbourmaster.of(DATABASE, chancery,
        new AnchorSettings(1_000, Duration.ofMillis(1), 8, Duration.ofMillis(1)));
    visit();
    Eventually.until("the age closes it", () -> {
      hasty.turn();
      return hasty.sizes().equals(List.of(3L, 4L));
    });
  }

  @Test
  void what_was_refused_for_good_is_sent_again_and_what_followed_it_after_it() {
    var master = Harbourmaster.of(DATABASE, chancery, 2);
    visit();
    master.turn();
    visit();
    master.turn();
    master.failed(1);
    master.failed(2);
    master.turn();
    assertThat(master.transaction(1).getString("key")).isEqualTo("anchor/1");
    assertThat(master.transaction(1).getString("state")).isEqualTo("PENDING");
    assertThat(master.transaction(2).getString("state")).isEqualTo("FAILED");
    master.stands(1, tx(1), 1);
    master.turn();
    assertThat(master.transaction(2).getString("key")).isEqualTo("anchor/2");
    assertThat(master.transaction(2).getString("state")).isEqualTo("PENDING");
    assertThat(master.sizes()).containsExactly(1L, 2L);
    assertThat(DATABASE.count("select count(*) from ledger.transaction")).isEqualTo(2);
  }

  @Test
  void whoever_goes_on_and_however_many_do_each_batch_is_closed_once() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 10; round++) {
        visit();
        var looks = Arrays.asList(1, 2, 3, 4).stream()
            .map(_ -> threads.submit(() -> Harbourmaster.of(DATABASE, chancery, 16).turn())).toList();
        for (var look : looks) {
          look.get();
        }
      }
    }
    assertThat(DATABASE.count("select count(*) from ledger.anchor")).isEqualTo(10);
    assertThat(DATABASE.count("select count(*) from ledger.transaction")).isEqualTo(10);
  }

  @Test
  void a_log_that_was_rewritten_is_not_anchored() {
    var master = Harbourmaster.of(DATABASE, chancery, 8);
    visit();
    visit();
    master.turn();
    DATABASE.admin("update ledger.tile set hashes = overlay(hashes placing $1 from 1 for 32) where level = 0",
        Buffer.buffer(new byte[32]));
    visit();
    assertThatThrownBy(master::turn).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("deploy/audit");
    assertThat(master.sizes()).containsExactly(2L);
  }

  @Test
  void the_checkpoint_of_an_anchored_receipt_is_the_one_that_was_signed_for_its_size() {
    var master = Harbourmaster.of(DATABASE, chancery, 8);
    var visit = visit();
    master.turn();
    visit();
    master.stands(1, tx(1), 3);
    master.turn();
    var note = Note.parse(new JsonObject(receipt(visit).getDocument()).getString("checkpoint")).orElseThrow();
    assertThat(Checkpoint.parse(note.text()).orElseThrow())
        .isEqualTo(new Checkpoint(Chancery.ORIGIN, 1, hash(master.args(1).get(2))));
  }
}
