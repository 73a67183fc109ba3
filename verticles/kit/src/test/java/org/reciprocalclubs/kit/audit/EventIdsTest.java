package org.reciprocalclubs.kit.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.codecs.audit.v1.PersonalDataRead;

final class EventIdsTest {
  private static final UUID STREAM = UUID.fromString("0197a000-0000-7000-8000-000000000001");
  private static final UUID ROW = UUID.fromString("0197a000-0000-7000-8000-000000000002");

  private final EventIds ids = new EventIds(Codecs.contract());

  @Test
  void anEventNamesItsStreamAndTheIdsInItEachOnce() {
    assertThat(named(PersonalDataRead.newBuilder().setOperation("Members/GetMember")
        .addRowIds(ROW.toString()).addRowIds(ROW.toString()).build())).containsExactly(STREAM, ROW);
  }

  @Test
  void whatIsNoIdWhereOneIsExpectedNamesNothingAndBlocksNobody() {
    assertThat(named(PersonalDataRead.newBuilder().setSessionId("z".repeat(36)).addRowIds(ROW.toString())
        .build())).containsExactly(STREAM, ROW);
  }

  private Iterable<UUID> named(PersonalDataRead event) {
    return ids.of(STREAM, event.getDescriptorForType().getFullName(), event.toByteArray());
  }
}
