package org.reciprocalclubs.codecs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.reciprocalclubs.codecs.sample.v1.OpenVaultRequest;

final class EnvelopeTest {
  private static final UUID CLUB = UUID.fromString("019a0000-0000-7000-8000-000000000001");
  private static final UUID EVENT = UUID.fromString("019a0000-0000-7000-8000-000000000002");

  @Test
  void anEnvelopeIsACloudEventInStructuredMode() {
    var attributes = new CloudEvents.Attributes(EVENT, CLUB, null, "visits/7",
        Instant.parse("2026-06-16T18:20:11Z"),
        "c-1", null);
    var data = OpenVaultRequest.getDefaultInstance();
    var envelope = CloudEvents.bytes(attributes, CloudEvents.type(data), ProtoJson.text(data));
    assertThat(new String(envelope, UTF_8))
        .isEqualTo(
            """
                {"specversion":"1.0","id":"019a0000-0000-7000-8000-000000000002",\
                "source":"/clubs/019a0000-0000-7000-8000-000000000001",\
                "type":"org.reciprocalclubs.sample.v1.OpenVaultRequest","subject":"visits/7",\
                "time":"2026-06-16T18:20:11Z","datacontenttype":"application/json",\
                "correlationid":"c-1","data":{}}""");
  }

  @Test
  void subjectsAreMadeInOnePlace() {
    assertThat(Subjects.event(CLUB, "reciprocal", "VisitOpened"))
        .isEqualTo("clubs.019a0000-0000-7000-8000-000000000001.reciprocal.visit-opened");
    String command = Subjects.command(CLUB, "member", "CreateMember");
    assertThat(command).isEqualTo("clubs-in.019a0000-0000-7000-8000-000000000001.member.create-member");
    assertThat(Subjects.dead(command))
        .isEqualTo("clubs-dead.019a0000-0000-7000-8000-000000000001.member.create-member");
    assertThat(Subjects.answer(CLUB, "pos", "id-1"))
        .isEqualTo("clubs-out.019a0000-0000-7000-8000-000000000001.pos.id-1");
  }

  @Test
  void whatWouldChangeWhomASubjectReachesIsRefused() {
    for (String token : new String[]{"", "a.b", "*", ">", "a b", "é"}) {
      assertThatThrownBy(() -> Subjects.answer(CLUB, token, "x"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
