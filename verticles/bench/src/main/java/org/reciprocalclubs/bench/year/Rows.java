package org.reciprocalclubs.bench.year;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.notification.v1.Notification;
import org.reciprocalclubs.codecs.notification.v1.NotificationCreated;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRefused;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitClosed;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitOpened;
import org.reciprocalclubs.reciprocal.rules.Use;

/**
 * The rows of a stretch of time, one file a table: what the desk writes for a check-in, what the house writes
 * for a check-out, and what is told of both. Not thread-safe.
 */
final class Rows implements AutoCloseable {
  static final String FACILITY = "DINING";
  private static final String SERVICE = "Dinner";
  private static final int HASH_BYTES = 32;
  private static final int CORRELATION_BYTES = 16;
  /** The notice follows the event by so many microseconds. */
  private static final long TOLD_MICROS = 20_000;
  private static final String TYPE = "VISIT";

  private final Stamps stamps;
  private final long xid;
  private long seq;
  private final CopyFile events;
  private final CopyFile visits;
  private final CopyFile decisions;
  private final CopyFile notices;

  /**
   * @param xid under which the events are ordered
   * @param seq of the first of them
   */
  Rows(Path directory, Stamps stamps, long xid, long seq) throws IOException {
    this.stamps = stamps;
    this.xid = xid;
    this.seq = seq;
    events = new CopyFile(Table.EVENT.file(directory));
    visits = new CopyFile(Table.VISIT.file(directory));
    decisions = new CopyFile(Table.DECISION.file(directory));
    notices = new CopyFile(Table.NOTICE.file(directory));
  }

  /** Who came where, and under what. */
  record Party(UUID scan, Census.Club host, Census.Club home, Census.Member member, Census.Pact pact) {}

  /** How a visit ends; {@code null} costs nothing. */
  record Leaving(long micros, @Nullable Integer costMinor, String currency) {}

  /** The event's number that comes next. */
  long nextSeq() {
    return seq;
  }

  void refused(Party party, long micros, Verdicts.Decided decided) throws IOException {
    var event = CheckInRefused.newBuilder().setScanId(party.scan.toString())
        .setVisitingClubId(party.host.id().toString()).setVerdict(decided.verdict())
        .setActorId(party.host.desk().toString()).setRequestHash(hash())
        .setClubId(party.home.id().toString()).setMemberId(party.member.id().toString())
        .setUserId(party.member.person().toString()).build();
    decision(party, decided);
    tell(party, micros, append(party, 1, event, micros), "Not admitted at " + party.host.name(),
        "Your club has suspended your membership.");
  }

  /** @param leaving null for a visitor who is still inside */
  void opened(Party party, long micros, Verdicts.Decided decided, Use use, @Nullable Leaving leaving)
      throws IOException {
    var event = VisitOpened.newBuilder().setVisitId(party.scan.toString())
        .setVisitingClubId(party.host.id().toString()).setClubId(party.home.id().toString())
        .setMemberId(party.member.id().toString()).setUserId(party.member.person().toString())
        .setAgreementId(party.pact.id().toString()).setTermsVersion(party.pact.termsVersion())
        .setVerdict(decided.verdict()).setActorId(party.host.desk().toString()).setRequestHash(hash())
        .setFacility(FACILITY).build();
    decision(party, decided);
    visit(party, micros, event, use, leaving);
    tell(party, micros, append(party, 1, event, micros), "Welcome to " + party.host.name(),
        "You were checked in. Visits left this month: " + event.getVerdict().getLeft().getMonth() + ".");
  }

  void closed(Party party, Leaving leaving) throws IOException {
    var event = VisitClosed.newBuilder().setVisitId(party.scan.toString())
        .setVisitingClubId(party.host.id().toString()).setClubId(party.home.id().toString())
        .setMemberId(party.member.id().toString()).setUserId(party.member.person().toString())
        .setActorId(party.host.desk().toString());
    if (leaving.costMinor != null) {
      event.addServices(SERVICE).getCostBuilder().setAmount(leaving.costMinor).setCurrency(leaving.currency);
    }
    tell(party, leaving.micros, append(party, 2, event.build(), leaving.micros),
        "Thank you for visiting " + party.host.name(), "You were checked out.");
  }

  private ByteString hash() {
    return ByteString.copyFrom(stamps.bytes(HASH_BYTES));
  }

  private void decision(Party party, Verdicts.Decided decided) throws IOException {
    decisions.row(Table.DECISION.fields()).uuid(party.scan).uuid(party.host.id()).uuid(party.home.id())
        .uuid(party.member.id()).bytes(decided.inputs());
  }

  private void visit(Party party, long micros, VisitOpened event, Use use, @Nullable Leaving leaving)
      throws IOException {
    var row = visits.row(Table.VISIT.fields()).uuid(party.scan).uuid(party.host.id()).uuid(party.home.id())
        .uuid(party.member.id()).uuid(party.member.person()).uuid(party.pact.id())
        .int4(party.pact.termsVersion()).int4(leaving == null ? 1 : 2)
        .text(leaving == null ? "CHECKED_IN" : "CHECKED_OUT").at(micros);
    if (leaving == null) {
      row.absent();
    } else {
      row.at(leaving.micros);
    }
    row.int4(use.day()).int8(use.packed()).int2(use.guests()).int2(use.nights())
        .uuid(party.host.desk()).text(FACILITY);
    if (leaving == null || leaving.costMinor == null) {
      row.absent().absent().absent();
    } else {
      row.onlyText(SERVICE).int8(leaving.costMinor).text(leaving.currency);
    }
    var fee = event.getVerdict().getFee();
    row.int8(fee.getAmount()).text(fee.getCurrency()).text(fee.getReason()).text(fee.getRoute().name());
  }

  /** Of the visit's own stream; answers the event's id, and whose call it was in. */
  private Cause append(Party party, int version, Message event, long micros) throws IOException {
    var cause = new Cause(stamps.at(micros), HexFormat.of().formatHex(stamps.bytes(CORRELATION_BYTES)));
    event(new Place(cause.event, party.scan, version), event, party.host.id(), party.home.id())
        .uuid(party.host.desk()).text(cause.correlation).at(micros);
    return cause;
  }

  private record Cause(UUID event, String correlation) {}

  private void tell(Party party, long causeMicros, Cause cause, String title, String message)
      throws IOException {
    long micros = causeMicros + TOLD_MICROS;
    var id = stamps.at(micros);
    notices.row(Table.NOTICE.fields()).uuid(id).uuid(party.home.id()).uuid(party.member.person()).text(TYPE)
        .text("SENT").text(title).text(message).onlyText("IN_APP").uuid(cause.event).at(micros).at(micros);
    var event = NotificationCreated.newBuilder().setNotificationId(id.toString())
        .setUserId(party.member.person().toString()).setClubId(party.home.id().toString())
        .setType(Notification.Type.VISIT).build();
    event(new Place(stamps.at(micros), id, 1), event, party.home.id(), null).uuid(party.host.desk())
        .text(cause.correlation).at(micros);
  }

  /** Where an event stands. */
  private record Place(UUID id, UUID stream, int version) {}

  /** All but by whom, in which call, and when. */
  private CopyFile event(Place place, Message event, UUID club, @Nullable UUID partner) throws IOException {
    return events.row(Table.EVENT.fields()).int8(seq++).int8(xid).uuid(place.id).uuid(place.stream)
        .int4(place.version).text(event.getDescriptorForType().getFullName()).uuid(club).uuid(partner)
        .bytes(event.toByteArray());
  }

  @Override
  public void close() throws IOException {
    try (events; visits; decisions; notices) {
      // each is ended
    }
  }
}
