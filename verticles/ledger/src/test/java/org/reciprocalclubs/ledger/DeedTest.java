package org.reciprocalclubs.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementProposed;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Position;

class DeedTest {
  private static final Codecs CODECS = Codecs.contract();
  private static final UUID CLUB = Ids.uuid7();
  private static final UUID PARTNER = Ids.uuid7();

  static Iterable<String> types() {
    return Deed.TYPES;
  }

  private static EventRecord event(Message data) {
    return new EventRecord(Position.start("e"), Ids.uuid7(), Ids.uuid7(), 1,
        data.getDescriptorForType().getFullName(), CLUB, PARTNER, data.toByteArray(), EventMeta.NONE,
        Instant.parse("2026-06-16T18:20:11.123456Z"));
  }

  @ParameterizedTest
  @MethodSource("types")
  void every_event_that_is_logged_is_one_of_the_contract_and_has_a_leaf(String type) {
    var deed = Deed.of(event(CODECS.prototype(type)), CODECS);
    var leaf = Leaf.of(deed, new Secret(new byte[Secret.BYTES]));
    assertThat(leaf.text()).contains("\"type\":\"" + type.substring(type.lastIndexOf('.') + 1) + '"');
  }

  @Test
  void what_clubs_agreed_names_both_and_the_hash_of_its_terms() {
    var proposed = AgreementProposed.newBuilder().setTermsHash("sha256:0a").build();
    var leaf = Leaf.of(Deed.of(event(proposed), CODECS), new Secret(new byte[Secret.BYTES]));
    assertThat(leaf.text()).contains("\"club\":\"" + CLUB, "\"partner\":\"" + PARTNER,
        "\"terms\":\"sha256:0a\"").doesNotContain("visitor");
  }

  @Test
  void a_leaf_of_a_changed_event_is_another() {
    var event = event(AgreementProposed.newBuilder().setTermsHash("sha256:0a").setNoticeDays(30).build());
    var changed = new EventRecord(event.position(), event.id(), event.stream(), event.version(),
        event.type(), event.club(), event.partner(),
        AgreementProposed.newBuilder().setTermsHash("sha256:0a").setNoticeDays(31).build().toByteArray(),
        event.meta(), event.at());
    var secret = new Secret(new byte[Secret.BYTES]);
    assertThat(Leaf.of(Deed.of(changed, CODECS), secret).text())
        .isNotEqualTo(Leaf.of(Deed.of(event, CODECS), secret).text());
  }
}
