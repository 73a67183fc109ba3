package org.reciprocalclubs.member;

import static org.reciprocalclubs.kit.store.TestDatabase.await;

import com.google.protobuf.Message;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.grpc.common.ServiceMethod;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.codecs.member.v1.CreateMemberRequest;
import org.reciprocalclubs.codecs.member.v1.Member;
import org.reciprocalclubs.codecs.member.v1.MemberProfile;
import org.reciprocalclubs.codecs.member.v1.MembersGrpcClient;
import org.reciprocalclubs.kit.bus.Bus;
import org.reciprocalclubs.kit.bus.BusSettings;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ProblemMapper;
import org.reciprocalclubs.kit.bus.Recorder;
import org.reciprocalclubs.kit.seal.Sealer;
import org.reciprocalclubs.kit.store.TestDatabase;

/**
 * The room as it runs: served on the bus, on a real database, beside two clubs that the room of clubs
 * publishes.
 */
final class House {
  static final UUID CITY = UUID.fromString("0197a000-0000-7000-8000-00000000c171");
  static final UUID HARBOUR = UUID.fromString("0197a000-0000-7000-8000-00000000a4b0");
  /** A login that neither of the clubs has. */
  static final UUID STRANGER = UUID.fromString("0197a000-0000-7000-8000-0000000057a6");
  private static final String CLUBS = """
      create schema auth;
      create table auth.published (id uuid, code text, name text, status text, time_zone text, currency text);
      insert into auth.published values
        ('%s', 'CTY', 'City', 'ACTIVE', 'Europe/Berlin', 'EUR'),
        ('%s', 'HYC', 'Harbour', 'ACTIVE', 'America/Los_Angeles', 'USD');
      create function auth.clubs_for_desk()
        returns table (id uuid, code text, name text, status text, time_zone text, currency text)
        language sql stable security definer as 'select * from auth.published';
      create function auth.is_of_club_for_desk(p_account uuid) returns boolean
        language sql stable return p_account <> '%s';
      grant usage on schema auth to clubs_app, clubs_desk"""
      .formatted(CITY, HARBOUR, STRANGER);

  private final TestDatabase database;
  private final Bus bus;

  House(TestDatabase database, MemberSettings settings) {
    this.database = database;
    await(database.admin().query(CLUBS).execute());
    Codecs codecs = Codecs.contract();
    codecs.register(database.vertx().eventBus());
    bus = new Bus(database.vertx(), codecs, BusSettings.DEFAULT, new SimpleMeterRegistry(),
        ProblemMapper.NONE);
    bus.recordTo(Recorder.FORGETFUL);
    await(database.vertx().deployVerticle(
        new MemberVerticle(bus, database.store(), new Sealer(new byte[32]), settings),
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
  }

  static Caller manager(UUID club) {
    return new Caller(Caller.Kind.PERSON, UUID.nameUUIDFromBytes(club.toString().getBytes(
        java.nio.charset.StandardCharsets.UTF_8)), club, null, null, Set.of("visit.create", "member.read",
            "member.create", "member.update", "member.suspend", "member.import",
            "letter.issue", "letter.read", "pass.revoke"),
        Set.of("manager"));
  }

  static Caller admin(UUID club) {
    return new Caller(Caller.Kind.PERSON, UUID.nameUUIDFromBytes(("admin of " + club).getBytes(
        java.nio.charset.StandardCharsets.UTF_8)), club, null, null, Set.of("pass.rotate_key"),
        Set.of("club_admin"));
  }

  static Caller kiosk(UUID club) {
    return new Caller(Caller.Kind.DEVICE, UUID.randomUUID(), club, null, null, Set.of("visit.create"),
        Set.of());
  }

  static Caller member(UUID club, UUID user) {
    return new Caller(Caller.Kind.PERSON, user, club, null, null, Set.of("member.self"), Set.of("member"));
  }

  <Q extends Message, A extends Message> A ask(Caller caller, ServiceMethod<A, Q> rpc, Q request) {
    return ask(caller, null, rpc, request);
  }

  <Q extends Message, A extends Message> A ask(Caller caller, @Nullable String key, ServiceMethod<A, Q> rpc,
      Q request) {
    Promise<A> answered = Promise.promise();
    CallContext.of(caller).withIdempotencyKey(key).run(database.vertx(),
        () -> bus.ask(rpc, request, Duration.ofSeconds(50)).onComplete(answered));
    return await(answered.future());
  }

  /** A member of the club, entered by its office. */
  Member enter(UUID club, CreateMemberRequest.Builder request) {
    if (!request.hasProfile()) {
      request.setProfile(MemberProfile.newBuilder().setFirstName("Ada").setLastName("King"));
    }
    return ask(manager(club), MembersGrpcClient.CreateMember, request.build());
  }

  /** Both clubs say that their agreement is in force, or the room of agreements is not there. */
  void agreed(boolean inForce) {
    await(database.admin().query("drop schema if exists reciprocal cascade").execute());
    if (inForce) {
      await(database.admin()
          .query("""
              create schema reciprocal;
              create function reciprocal.live_partner_for_desk(p_club uuid, p_partner uuid) returns boolean
                language sql stable as 'select true';
              grant usage on schema reciprocal to clubs_desk""").execute());
    }
  }
}
