package org.reciprocalclubs.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.member.House.CITY;
import static org.reciprocalclubs.member.House.HARBOUR;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.member.v1.CheckMyPassRequest;
import org.reciprocalclubs.codecs.member.v1.CreateMemberRequest;
import org.reciprocalclubs.codecs.member.v1.GetTrustListRequest;
import org.reciprocalclubs.codecs.member.v1.IssuePassRequest;
import org.reciprocalclubs.codecs.member.v1.Member;
import org.reciprocalclubs.codecs.member.v1.MembersGrpcClient;
import org.reciprocalclubs.codecs.member.v1.Pass;
import org.reciprocalclubs.codecs.member.v1.PassKeyRotation;
import org.reciprocalclubs.codecs.member.v1.PassesGrpcClient;
import org.reciprocalclubs.codecs.member.v1.RevokeMyPassesRequest;
import org.reciprocalclubs.codecs.member.v1.RotatePassKeyRequest;
import org.reciprocalclubs.codecs.member.v1.SuspendMemberRequest;
import org.reciprocalclubs.codecs.member.v1.TrustList;
import org.reciprocalclubs.codecs.member.v1.TrustedKey;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.pass.P256;
import org.reciprocalclubs.kit.pass.PassKey;
import org.reciprocalclubs.kit.pass.PassOutcome;
import org.reciprocalclubs.kit.pass.PassPhone;
import org.reciprocalclubs.kit.pass.PassVerifier;
import org.reciprocalclubs.kit.store.TestDatabase;

final class PassesTest {
  private static final Caller ANYBODY = new Caller(Caller.Kind.ANONYMOUS, null, null, null, null, Set.of(),
      Set.of());
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("member");
  private static @Nullable House made;

  @BeforeAll
  static void open() {
    made = new House(DATABASE, MemberSettings.defaults());
  }

  @Test
  void an_issued_pass_verifies_with_the_published_trust_list_alone() {
    UUID user = UUID.randomUUID();
    Member member = enter(CITY, user);
    PassPhone phone = new PassPhone();
    Pass pass = issue(CITY, user, phone);
    Instant now = Instant.now();
    assertThat(pass.getClubCode()).isEqualTo("CTY");
    assertThat(
        new PassVerifier(trusted()::get).verify(phone.show(pass.getCredential().toByteArray(), now), now))
        .isInstanceOfSatisfying(PassOutcome.Authentic.class, seen -> {
          assertThat(seen.member()).hasToString(member.getId());
          assertThat(seen.club()).isEqualTo(CITY);
          assertThat(seen.number()).isEqualTo(member.getMemberNumber());
        });
    assertThat(DATABASE.count("select count(*) from kit.event where stream = $1 and type like '%.PassIssued'",
        UUID.fromString(member.getId()))).isEqualTo(1);
  }

  @Test
  void each_club_has_one_key_and_its_private_half_is_sealed() {
    UUID one = UUID.randomUUID();
    UUID other = UUID.randomUUID();
    enter(HARBOUR, one);
    enter(HARBOUR, other);
    issue(HARBOUR, one, new PassPhone());
    issue(HARBOUR, other, new PassPhone());
    assertThat(trusted().values()).filteredOn(key -> key.club().equals(HARBOUR)).hasSize(1);
    byte[] sealed = DATABASE.admin("select sealed from member.pass_key where club = $1", HARBOUR).iterator()
        .next()
        .getBuffer(0).getBytes();
    assertThatThrownBy(() -> P256.privateKey(sealed)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void who_is_suspended_unknown_or_has_no_key_gets_no_pass() {
    UUID user = UUID.randomUUID();
    Member member = enter(CITY, user);
    house().ask(House.manager(CITY), MembersGrpcClient.SuspendMember,
        SuspendMemberRequest.newBuilder().setId(member.getId()).build());
    refused("MEMBERSHIP_NOT_ACTIVE", () -> issue(CITY, user, new PassPhone()));
    refused("NOT_FOUND", () -> issue(CITY, UUID.randomUUID(), new PassPhone()));
    refused("VALIDATION_ERROR", () -> house().ask(House.member(CITY, user), PassesGrpcClient.IssuePass,
        IssuePassRequest.newBuilder().setDeviceKey(ByteString.copyFrom(new byte[33])).build()));
    refused("UNAUTHENTICATED",
        () -> house().ask(ANYBODY, PassesGrpcClient.IssuePass, IssuePassRequest.getDefaultInstance()));
  }

  @Test
  void passes_of_a_key_that_was_changed_keep_their_days_and_new_ones_are_signed_by_the_next() {
    UUID user = UUID.randomUUID();
    enter(CITY, user);
    PassPhone phone = new PassPhone();
    Pass before = issue(CITY, user, phone);
    var rotation = rotate(null, false);
    Pass after = issue(CITY, user, phone);
    assertThat(shown(before, phone)).isInstanceOf(PassOutcome.Authentic.class);
    assertThat(shown(after, phone)).isInstanceOf(PassOutcome.Authentic.class);
    assertThat(kid(before)).isEqualTo(rotation.getRetiredKid());
    assertThat(kid(after)).isEqualTo(rotation.getKid());
    assertThat(DATABASE.count("select count(*) from kit.event where club = $1 "
        + "and type like '%.PassKeyRotated'", CITY)).isPositive();
  }

  @Test
  void a_key_that_leaked_leaves_the_trust_list_at_once_and_members_get_new_passes() {
    UUID user = UUID.randomUUID();
    enter(CITY, user);
    PassPhone phone = new PassPhone();
    Pass before = issue(CITY, user, phone);
    var rotation = rotate("leak", true);
    assertThat(rotate("leak", true)).as("asked again").isEqualTo(rotation);
    assertThat(shown(before, phone)).isInstanceOf(PassOutcome.UnknownKey.class);
    assertThat(trusted()).doesNotContainKey(PassKey.kid(rotation.getRetiredKid().toByteArray()));
    assertThat(shown(issue(CITY, user, phone), phone)).isInstanceOf(PassOutcome.Authentic.class);
  }

  @Test
  void a_club_lists_only_so_many_keys_and_those_whose_last_pass_is_over_go() {
    refused("UNAUTHORIZED", () -> house().ask(House.manager(HARBOUR), PassesGrpcClient.RotatePassKey,
        RotatePassKeyRequest.getDefaultInstance()));
    assertThatThrownBy(() -> {
      for (int i = 0; i <= PassKeyOffice.KEYS_MAX; i++) {
        house().ask(House.admin(HARBOUR), PassesGrpcClient.RotatePassKey,
            RotatePassKeyRequest.getDefaultInstance());
      }
    }).isInstanceOfSatisfying(Problem.class,
        problem -> assertThat(problem.code()).isEqualTo("PASS_KEYS_TOO_MANY"));
    DATABASE.admin("update member.pass_key set retired_at = now() - interval '32 days' where club = $1 "
        + "and retired_at is not null", HARBOUR);
    assertThat(trusted().values()).filteredOn(key -> key.club().equals(HARBOUR)).hasSize(1);
  }

  @Test
  void passes_that_are_issued_while_the_key_changes_hold() {
    UUID user = UUID.randomUUID();
    enter(CITY, user);
    PassPhone phone = new PassPhone();
    for (int i = 0; i < 5; i++) {
      var issuing = Thread.ofVirtual().start(() -> rotate(null, false));
      Pass pass = issue(CITY, user, phone);
      assertThat(shown(pass, phone)).isInstanceOf(PassOutcome.Authentic.class);
      join(issuing);
      assertThat(shown(pass, phone)).isInstanceOf(PassOutcome.Authentic.class);
    }
  }

  @Test
  void a_phone_learns_whether_its_pass_still_holds() {
    UUID user = UUID.randomUUID();
    enter(CITY, user);
    UUID another = UUID.randomUUID();
    enter(CITY, another);
    Pass pass = issue(CITY, user, new PassPhone());
    assertThat(check(user, pass.getCredential())).isEmpty();
    assertThat(check(another, pass.getCredential())).as("not one's own").isEqualTo("PASS_INVALID");
    assertThat(check(user, ByteString.copyFromUtf8("x"))).isEqualTo("PASS_INVALID");

    house().ask(House.member(CITY, user), PassesGrpcClient.RevokeMyPasses,
        RevokeMyPassesRequest.getDefaultInstance());
    assertThat(check(user, pass.getCredential())).isEqualTo("PASS_REVOKED");

    Pass next = issue(CITY, user, new PassPhone());
    rotate(null, false);
    assertThat(check(user, next.getCredential())).isEmpty();
    Pass last = issue(CITY, user, new PassPhone());
    rotate(null, true);
    assertThat(check(user, last.getCredential())).isEqualTo("PASS_INVALID");
    refused("NOT_FOUND", () -> check(UUID.randomUUID(), last.getCredential()));
  }

  private static String check(UUID user, ByteString credential) {
    var checked = house().ask(House.member(CITY, user), PassesGrpcClient.CheckMyPass,
        CheckMyPassRequest.newBuilder().setCredential(credential).build());
    assertThat(checked.getHolds()).isEqualTo(checked.getCode().isEmpty());
    return checked.getCode();
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }

  private static PassKeyRotation rotate(@Nullable String key, boolean compromised) {
    return house().ask(House.admin(CITY), key, PassesGrpcClient.RotatePassKey,
        RotatePassKeyRequest.newBuilder().setCompromised(compromised).build());
  }

  private static PassOutcome shown(Pass pass, PassPhone phone) {
    Instant now = Instant.now();
    return new PassVerifier(trusted()::get).verify(phone.show(pass.getCredential().toByteArray(), now), now);
  }

  /** The key id is in the protected header: 8 bytes after its label, 4. */
  private static ByteString kid(Pass pass) {
    byte[] bytes = pass.getCredential().toByteArray();
    for (int i = 0; i < bytes.length - 10; i++) {
      if (bytes[i] == 4 && bytes[i + 1] == 0x48) {
        return ByteString.copyFrom(bytes, i + 2, 8);
      }
    }
    throw new AssertionError("There is no key id");
  }

  private static Map<Long, PassKey> trusted() {
    TrustList list = house().ask(ANYBODY, PassesGrpcClient.GetTrustList,
        GetTrustListRequest.getDefaultInstance());
    Map<Long, PassKey> keys = new HashMap<>();
    for (TrustedKey each : list.getKeysList()) {
      long kid = PassKey.kid(each.getKid().toByteArray());
      assertThat(kid).isEqualTo(PassKey.kidOf(each.getPublicKey().toByteArray()));
      keys.put(kid, new PassKey(kid, UUID.fromString(each.getClubId()),
          P256.publicKey(each.getPublicKey().toByteArray()).orElseThrow(),
          Instant.ofEpochSecond(each.getNotBefore().getSeconds()),
          each.hasRetiredAt() ? Instant.ofEpochSecond(each.getRetiredAt().getSeconds()) : null));
    }
    return keys;
  }

  private static Member enter(UUID club, UUID user) {
    return house().enter(club, CreateMemberRequest.newBuilder().setUserId(user.toString()));
  }

  private static Pass issue(UUID club, UUID user, PassPhone phone) {
    return house().ask(House.member(club, user), PassesGrpcClient.IssuePass,
        IssuePassRequest.newBuilder().setDeviceKey(ByteString.copyFrom(phone.key())).build());
  }

  private static House house() {
    return Objects.requireNonNull(made);
  }

  private static void refused(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOfSatisfying(Problem.class,
        problem -> assertThat(problem.code()).isEqualTo(code));
  }
}
