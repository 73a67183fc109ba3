package org.reciprocalclubs.app;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.vertx.core.Promise;
import io.vertx.grpc.common.ServiceMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.reciprocalclubs.auth.AuthSettings;
import org.reciprocalclubs.auth.Bootstrap;
import org.reciprocalclubs.auth.Operator;
import org.reciprocalclubs.auth.keys.Passwords;
import org.reciprocalclubs.codecs.auth.v1.AppointAdminRequest;
import org.reciprocalclubs.codecs.auth.v1.ClubsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.CreateEnrolmentCodeRequest;
import org.reciprocalclubs.codecs.auth.v1.CreateUserRequest;
import org.reciprocalclubs.codecs.auth.v1.DevicesGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.ImportClubsRequest;
import org.reciprocalclubs.codecs.auth.v1.UsersGrpcClient;
import org.reciprocalclubs.codecs.member.v1.CreateMemberRequest;
import org.reciprocalclubs.codecs.member.v1.ImportMembersRequest;
import org.reciprocalclubs.codecs.member.v1.Member;
import org.reciprocalclubs.codecs.member.v1.MembersGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.ApproveAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.GetAgreementRequest;
import org.reciprocalclubs.kit.boot.Data;
import org.reciprocalclubs.kit.boot.NodeContext;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Caller;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The federation of the demonstration: twelve invented clubs with their people and agreements, made through
 * the same rpcs as any other. Every step has an idempotency key, so a first start that was interrupted goes
 * on where it stopped; once all is made, none is taken again.
 */
final class DemoFederation {
  private static final Logger LOG = LoggerFactory.getLogger(DemoFederation.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  /** How long a first start waits for the ledger to record what the clubs agreed; it goes on without. */
  private static final Duration RECORDED_WITHIN = Duration.ofMinutes(1);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final NodeContext node;
  private final Data data;
  private final DemoLogins logins;
  private final DemoClubs made;

  DemoFederation(NodeContext node, Data data, Path directory) {
    this.node = node;
    this.data = data;
    this.logins = new DemoLogins(directory);
    this.made = new DemoClubs(directory);
  }

  /** Who may log in, and codes with which kiosks enrol, by club. */
  record Made(List<DemoLogins.Login> logins, Map<String, String> kioskCodes) {
    static final Made NOTHING = new Made(List.of(), Map.of());
  }

  /**
   * Makes what is missing.
   *
   * @param demo false: only the operator, who can admit clubs; so too where the first start was without
   */
  Made ensure(boolean demo) {
    var known = logins.ensure(demo ? DemoTerms.CLUBS : List.of());
    var federation = operator(known.getFirst());
    if (!demo || known.size() == 1) {
      return new Made(known.subList(0, 1), Map.of());
    }
    var clubs = made.read();
    if (clubs.isEmpty()) {
      clubs = make(federation, known);
      made.write(clubs);
    }
    return new Made(known, kioskCodes(clubs));
  }

  private Map<String, UUID> make(UUID federation, List<DemoLogins.Login> known) {
    var clubs = clubs(federation);
    for (var login : known.subList(1, known.size())) {
      person(federation, Objects.requireNonNull(clubs.get(login.club())), login);
    }
    clubs.forEach(this::members);
    agreements(clubs);
    return clubs;
  }

  private UUID operator(DemoLogins.Login login) {
    var settings = node.settings().bind("auth", AuthSettings.class);
    var passwords = new Passwords(node.vertx(), settings.passwordCost(), settings.passwordQueue());
    try {
      return Bootstrap.ensureOperator(data.store(), passwords, Operator.of(login.email(), login.password()))
          .club();
    } finally {
      passwords.close();
    }
  }

  private Map<String, UUID> clubs(UUID federation) {
    var request = ImportClubsRequest.newBuilder().setFormat(ImportClubsRequest.Format.CSV)
        .setContent(ByteString.copyFrom(resource("/demo/clubs.csv"))).build();
    var report = ask(federation, ClubsGrpcClient.ImportClubs, request, "demo-clubs");
    Map<String, UUID> clubs = new LinkedHashMap<>();
    for (int i = 0; i < DemoTerms.CLUBS.size(); i++) {
      clubs.put(DemoTerms.CLUBS.get(i), UUID.fromString(report.getRows(i).getId()));
    }
    return clubs;
  }

  private void person(UUID federation, UUID club, DemoLogins.Login login) {
    var key = "demo-" + login.email();
    if (login.role().equals("admin")) {
      ask(federation, ClubsGrpcClient.AppointAdmin,
          AppointAdminRequest.newBuilder().setClubId(club.toString())
              .setEmail(login.email()).setPassword(login.password()).setFirstName("Alex")
              .setLastName(login.club()).build(),
          key);
      return;
    }
    var user = ask(club, UsersGrpcClient.CreateUser, CreateUserRequest.newBuilder().setEmail(login.email())
        .setUsername(login.email()).setPassword(login.password()).setFirstName("Robin")
        .setLastName(login.role())
        .setRole(login.role().equals("desk") ? "staff" : login.role()).build(), key);
    if (login.role().equals("member")) {
      var member = CreateMemberRequest.newBuilder().setUserId(user.getId()).setMemberNumber("1000")
          .setMembershipType(Member.MembershipType.REGULAR);
      member.getProfileBuilder().setFirstName("Robin").setLastName("Demo");
      ask(club, MembersGrpcClient.CreateMember, member.build(), "demo-member-" + login.club());
    }
  }

  private void members(String code, UUID club) {
    var request = ImportMembersRequest.newBuilder().setContent(ByteString.copyFromUtf8(DemoTerms.members()))
        .build();
    ask(club, MembersGrpcClient.ImportMembers, request, "demo-members-" + code);
  }

  private void agreements(Map<String, UUID> clubs) {
    Map<String, UUID> agreed = new LinkedHashMap<>();
    for (var pair : DemoTerms.PAIRS) {
      var proposer = Objects.requireNonNull(clubs.get(pair.proposer()));
      var partner = Objects.requireNonNull(clubs.get(pair.partner()));
      var key = "demo-agreement-" + pair.proposer() + "-" + pair.partner();
      var agreement = ask(proposer, AgreementsGrpcClient.ProposeAgreement, pair.proposal(partner), key);
      ask(partner, AgreementsGrpcClient.ApproveAgreement,
          ApproveAgreementRequest.newBuilder().setId(agreement.getId()).build(), key);
      agreed.put(agreement.getId(), partner);
    }
    awaitInForce(agreed);
  }

  /** A demonstration shows agreements that hold; where the ledger is away they come into force later. */
  private void awaitInForce(Map<String, UUID> agreed) {
    long end = System.nanoTime() + RECORDED_WITHIN.toNanos();
    var waiting = new LinkedHashMap<>(agreed);
    while (true) {
      waiting.entrySet().removeIf(each -> !state(each.getKey(), each.getValue()).equals("APPROVED"));
      if (waiting.isEmpty()) {
        return;
      }
      if (System.nanoTime() > end) {
        LOG.atWarn().addKeyValue("agreements", waiting.size())
            .log("Agreements of the demonstration wait to be recorded on the ledger");
        return;
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  private String state(String agreement, UUID club) {
    return ask(club, AgreementsGrpcClient.GetAgreement,
        GetAgreementRequest.newBuilder().setId(agreement).build(), UUID.randomUUID().toString()).getState();
  }

  /** Fresh at every start: a code enrols one kiosk once and soon ends. */
  private Map<String, String> kioskCodes(Map<String, UUID> clubs) {
    Map<String, String> codes = new LinkedHashMap<>();
    for (var code : DemoLogins.STAFFED) {
      var request = CreateEnrolmentCodeRequest.newBuilder().setName("Front desk").build();
      var made = ask(Objects.requireNonNull(clubs.get(code)), DevicesGrpcClient.CreateEnrolmentCode, request,
          UUID.randomUUID().toString());
      codes.put(code, made.getCode());
    }
    return codes;
  }

  private <A extends Message, Q extends Message> A ask(UUID club, ServiceMethod<A, Q> method, Q request,
      String key) {
    Promise<A> answer = Promise.promise();
    CallContext.of(Caller.system(club)).withIdempotencyKey(key).run(node.vertx(),
        () -> node.bus().ask(method, request, PATIENCE).onComplete(answer));
    return answer.future().await();
  }

  private static byte[] resource(String name) {
    try (var in = Objects.requireNonNull(DemoFederation.class.getResourceAsStream(name))) {
      return in.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
