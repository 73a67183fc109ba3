package org.reciprocalclubs.reciprocal.desk;

import com.google.protobuf.Message;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitClosed;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitOpened;
import org.reciprocalclubs.reciprocal.rules.History;
import org.reciprocalclubs.reciprocal.rules.Inputs;
import org.reciprocalclubs.reciprocal.rules.Use;

/**
 * What became of one scan of a batch.
 *
 * @param answer what to say once it is written
 * @param writing what to write; null for a repeat, which changes nothing
 * @param late what else to write of something that has already happened; null at the door
 */
record Outcome(Scan scan, Answer answer, @Nullable Writing writing, @Nullable Late late) {

  Outcome(Scan scan, Answer answer, @Nullable Writing writing) {
    this(scan, answer, writing, null);
  }

  /**
   * @param told what was known besides when it was told
   * @param flag why it would have been refused; null where it would not
   * @param closed that it is over; null where it lasts, or is no visit
   */
  record Late(Told told, @Nullable String flag, @Nullable VisitClosed closed) {}

  /**
   * @param id of the event
   * @param home the other club that sees the event; null when the visitor's club is not known
   * @param admission the visit; null for a refusal
   * @param decided what it was decided on; null where no rule was asked
   */
  record Writing(UUID id, Message event, @Nullable UUID home, @Nullable Admission admission,
      @Nullable Inputs decided) {}

  /**
   * @param use what the visit uses up
   * @param after what the visitor has used afterwards, for the next scan of the same batch
   */
  record Admission(VisitOpened event, UUID member, UUID person, UUID agreement, Use use,
      History after) {}
}
