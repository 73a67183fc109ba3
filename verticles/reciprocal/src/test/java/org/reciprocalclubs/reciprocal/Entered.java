package org.reciprocalclubs.reciprocal;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRefused;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitOpened;
import org.reciprocalclubs.reciprocal.Moments.Span;
import org.reciprocalclubs.reciprocal.SmallWorld.At;
import org.reciprocalclubs.reciprocal.desk.Scan;
import org.reciprocalclubs.reciprocal.rules.Manner;
import org.reciprocalclubs.reciprocal.rules.Rule;

/**
 * A scan, and what became of it.
 *
 * @param event VisitOpened or CheckInRefused
 * @param inputs what it was decided on; null where no rule was asked
 */
@SuppressWarnings("ArrayRecordComponent") // records are told apart by their scans
record Entered(Scan scan, At who, UUID home, Span span, Message event, byte @Nullable [] inputs) {

  static Entered read(Row row, Scan scan, UUID home, Span span) {
    var data = row.getBuffer("data").getBytes();
    var inputs = row.getBuffer("inputs");
    try {
      var event = row.getString("type").endsWith("VisitOpened")
          ? VisitOpened.parseFrom(data)
          : CheckInRefused.parseFrom(data);
      return new Entered(scan, who(scan), home, span, event, inputs == null ? null : inputs.getBytes());
    } catch (InvalidProtocolBufferException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  static At who(Scan scan) {
    var member = switch (scan.who()) {
      case Scan.Who.ById(var id) -> id;
      case Scan.Who.ByPass pass -> pass.member();
      case Scan.Who.ByNumber _,Scan.Who.BadPass _ -> throw new IllegalStateException("Nobody comes so here");
    };
    return new At(scan.host(), member);
  }

  UUID id() {
    return scan.id();
  }

  /** The code by which the visitor is named; null for none. */
  Scan.@Nullable Shown shown() {
    return scan.who() instanceof Scan.Who.ByPass pass ? pass.shown() : null;
  }

  /** The visit; null where there is none. */
  @Nullable
  VisitOpened opened() {
    return event instanceof VisitOpened opened ? opened : null;
  }

  Verdict verdict() {
    var opened = opened();
    return opened == null ? ((CheckInRefused) event).getVerdict() : opened.getVerdict();
  }

  /** The moment by which it was judged. */
  Instant at() {
    return VerdictMapper.instant(verdict().getDecidedAt());
  }

  boolean late() {
    return scan.extras().manner() == Manner.HAPPENED;
  }

  /** As it was when it came into being. */
  Visited.Stage firstStage() {
    var visit = Objects.requireNonNull(opened());
    return visit.hasLeftAt()
        ? Visited.Stage.gone(VerdictMapper.instant(visit.getLeftAt()))
        : Visited.Stage.INSIDE;
  }

  /** Whether the member counted as inside already. */
  boolean wasInside() {
    return verdict().getCheckedList().stream()
        .anyMatch(check -> check.getRule().equals(Rule.VISIT_OPEN.id()) && !check.getOk());
  }

  @Override
  public String toString() {
    return scan.extras().manner() + " scan " + id() + " of " + who + " with " + verdict().getCode();
  }
}
