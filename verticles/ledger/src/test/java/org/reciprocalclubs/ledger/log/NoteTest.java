package org.reciprocalclubs.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoteTest {
  /** From the documentation of Go's package golang.org/x/mod/sumdb/note. */
  private static final String PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  private static final String WISE = """
      If you think cryptography is the answer to your problem,
      then you don't know what your problem is.

      — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
      """;

  private static NoteSigner signer(String name) {
    try {
      var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return new NoteSigner(VerifierKey.of(name, pair.getPublic()), pair.getPrivate());
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Test
  void a_published_note_is_signed_by_its_published_key() {
    var key = VerifierKey.parse(PETER).orElseThrow();
    var note = Note.parse(WISE).orElseThrow();
    assertThat(note.isSignedBy(key)).isTrue();
    assertThat(key).hasToString(PETER);
    assertThat(note).hasToString(WISE);
    assertThat(Note.parse(WISE.replace("answer", "Answer")).orElseThrow().isSignedBy(key)).isFalse();
  }

  @Test
  void witnesses_add_their_signatures_and_each_is_checked_by_its_own_key() {
    var log = signer("clubs.example/log");
    var witness = signer("witness.example");
    var both = Note.parse(Note.sign("text\n", log).and(witness).toString()).orElseThrow();
    assertThat(both.isSignedBy(log.verifier())).isTrue();
    assertThat(both.isSignedBy(witness.verifier())).isTrue();
    assertThat(both.isSignedBy(signer("witness.example").verifier())).isFalse();
    assertThat(both.isSignedBy(signer("other.example").verifier())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "text\n", "text\n\n", "text\n\nno signature\n", "text\n\n— name !!!\n",
      "text\n\n— name AAAA", "text\n\n— na me AAAA\n"})
  void anything_else_is_no_note(String text) {
    assertThat(Note.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a+b",
      "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
      "Other+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
      "PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "a b+00000000+AAAA"})
  void a_key_that_is_not_what_its_id_says_is_none(String text) {
    assertThat(VerifierKey.parse(text)).isEmpty();
  }

  @Test
  void a_checkpoint_is_read_as_it_was_written_and_in_no_other_form() {
    var checkpoint = new Checkpoint("clubs.example/log", 184_400, Hash.EMPTY);
    assertThat(Checkpoint.parse(checkpoint.text())).contains(checkpoint);
    assertThat(Checkpoint.parse(checkpoint.text() + "another line\n")).contains(checkpoint);
    assertThat(Checkpoint.parse(checkpoint.text().replace("184400", "0184400"))).isEmpty();
    assertThat(Checkpoint.parse(checkpoint.text().replace("=", ""))).isEmpty();
    assertThat(Checkpoint.parse("clubs.example/log\n1\n")).isEmpty();
  }
}
