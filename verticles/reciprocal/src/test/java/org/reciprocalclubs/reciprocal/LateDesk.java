package org.reciprocalclubs.reciprocal;

import static org.reciprocalclubs.reciprocal.Desks.staff;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.UUID;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.GetVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.MemberReference;
import org.reciprocalclubs.codecs.reciprocal.v1.ReplayVerdictRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ReplayVerdictResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.VerdictsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.Visit;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitsGrpcClient;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.kit.store.TimeOffset;

/** A host whose kiosk was cut off, at noon of a day, and a home club; for tests. */
final class LateDesk {
  private static int desksMade;

  final Federation federation;
  final int number = ++desksMade;
  final UUID host;
  final UUID home;
  final String homeCode = "LM" + number;
  final Caller kiosk;
  final Instant noon;
  private final TestDatabase database;
  private final Desks desks;

  LateDesk(TestDatabase database, Desks desks) {
    this.database = database;
    this.desks = desks;
    this.federation = new Federation(database);
    this.host = federation.club("LH" + number, "UTC");
    this.home = federation.club(homeCode, "UTC");
    this.kiosk = Desks.kiosk(host);
    this.noon = ZonedDateTime.now(ZoneOffset.UTC).plusDays(2).withHour(12).withMinute(0).withSecond(0)
        .withNano(0).toInstant();
    travelTo(noon);
  }

  void travelTo(Instant time) {
    new TimeOffset(database.store(), false).set(Duration.between(Instant.now(), time));
  }

  void comeBack() {
    new TimeOffset(database.store(), false).set(Duration.ZERO);
  }

  /** Who came at that moment, told now. */
  CheckInResponse tell(String number, Instant at) {
    return ask(byNumber(number, at));
  }

  CheckInResponse atTheDoor(String number) {
    return ask(byNumber(number, noon).clearAlreadyHappened());
  }

  CheckInResponse ask(CheckInRequest.Builder request) {
    return desks.ask(kiosk, VisitsGrpcClient.CheckIn, request.build());
  }

  CheckInRequest.Builder byNumber(String number, Instant at) {
    return request(at).setMember(MemberReference.newBuilder().setClub(homeCode).setNumber(number));
  }

  static CheckInRequest.Builder request(Instant at) {
    return CheckInRequest.newBuilder().setScanId(Ids.uuid7().toString()).setAlreadyHappened(true)
        .setOccurredAt(VerdictMapper.timestamp(at));
  }

  Visit visit(CheckInResponse answer) {
    return desks.ask(staff(host), VisitsGrpcClient.GetVisit,
        GetVisitRequest.newBuilder().setId(answer.getScanId()).build());
  }

  ReplayVerdictResponse replay(CheckInResponse answer) {
    return desks.ask(staff(host), VerdictsGrpcClient.ReplayVerdict,
        ReplayVerdictRequest.newBuilder().setScanId(answer.getScanId()).build());
  }

  long flagged() {
    return database.count("select count(*) from reciprocal.flagged where host = $1", host);
  }
}
