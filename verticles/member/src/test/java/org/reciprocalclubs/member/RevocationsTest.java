package org.reciprocalclubs.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.member.House.CITY;
import static org.reciprocalclubs.member.House.HARBOUR;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.member.v1.CreateMemberRequest;
import org.reciprocalclubs.codecs.member.v1.GetRevocationListRequest;
import org.reciprocalclubs.codecs.member.v1.IssuePassRequest;
import org.reciprocalclubs.codecs.member.v1.Pass;
import org.reciprocalclubs.codecs.member.v1.PassRevocation;
import org.reciprocalclubs.codecs.member.v1.PassesGrpcClient;
import org.reciprocalclubs.codecs.member.v1.RevocationList;
import org.reciprocalclubs.codecs.member.v1.RevokeMyPassesRequest;
import org.reciprocalclubs.codecs.member.v1.RevokePassesRequest;
import org.reciprocalclubs.codecs.member.v1.RevokedPass;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.pass.PassClaims;
import org.reciprocalclubs.kit.pass.PassPhone;
import org.reciprocalclubs.kit.store.TestDatabase;

final class RevocationsTest {
  private static final Caller ANYBODY = new Caller(Caller.Kind.ANONYMOUS, null, null, null, null, Set.of(),
      Set.of());
  private static final int LIST_MAX = 40;
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("member");
  private static @Nullable House made;

  @BeforeAll
  static void open() {
    made = new House(DATABASE, new MemberSettings(100, 1_000_000, 100, 60, 10, LIST_MAX));
  }

  @Test
  void whoLostThePhoneRevokesAndTheNextPassHolds() {
    UUID user = UUID.randomUUID();
    UUID member = enter(CITY, user);
    Pass before = issue(user);
    var revoked = house().ask(House.member(CITY, user), PassesGrpcClient.RevokeMyPasses,
        RevokeMyPassesRequest.newBuilder().setReason(PassRevocation.Reason.DEVICE_LOST).build());
    Pass after = issue(user);

    long until = revoked.getIssuedUntil().getSeconds();
    assertThat(issuedAt(before)).isLessThanOrEqualTo(until);
    assertThat(issuedAt(after)).as("even in the same second").isGreaterThan(until);
    assertThat(revoked.getMemberId()).isEqualTo(member.toString());
    assertThat(entry(CITY, member)).hasValue(until);
    assertThat(events(member)).isOne();
  }

  @Test
  void aPassOfTheSameSecondIsRevokedToo() {
    UUID user = UUID.randomUUID();
    UUID member = enter(CITY, user);
    long last = 0;
    for (int i = 0; i < 4; i++) {
      last = issuedAt(issue(user));
      assertThat(revoke(null, CITY, member).getIssuedUntil().getSeconds()).isGreaterThanOrEqualTo(last);
    }
    assertThat(issuedAt(issue(user))).isGreaterThan(last);
  }

  @Test
  void theOfficeRevokesOncePerKey() {
    UUID member = enter(CITY, UUID.randomUUID());
    var first = revoke("revoke-1", CITY, member);
    assertThat(revoke("revoke-1", CITY, member)).isEqualTo(first);
    assertThat(events(member)).isOne();
    assertThat(first.getReason()).isEqualTo(PassRevocation.Reason.MISUSED);
  }

  @Test
  void nobodyRevokesForAnotherClubOrWithoutTheRight() {
    UUID user = UUID.randomUUID();
    UUID member = enter(CITY, user);
    refused("NOT_FOUND", () -> revoke(null, HARBOUR, member));
    refused("UNAUTHORIZED", () -> house().ask(House.member(CITY, user), PassesGrpcClient.RevokePasses,
        RevokePassesRequest.newBuilder().setMemberId(member.toString()).build()));
    refused("NOT_FOUND", () -> house().ask(House.member(CITY, UUID.randomUUID()),
        PassesGrpcClient.RevokeMyPasses, RevokeMyPassesRequest.getDefaultInstance()));
    refused("VALIDATION_ERROR", () -> house().ask(House.manager(CITY), PassesGrpcClient.RevokePasses,
        RevokePassesRequest.newBuilder().setMemberId("x").build()));
    refused("VALIDATION_ERROR", () -> house().ask(House.manager(CITY), PassesGrpcClient.RevokePasses,
        RevokePassesRequest.newBuilder().setMemberId(member.toString()).setReasonValue(99).build()));
    assertThat(events(member)).isZero();
    assertThat(entry(CITY, member)).isEmpty();
  }

  @Test
  void theListHoldsWhatMayStillMatterSortedAndAtMostSoMany() {
    UUID old = enter(CITY, UUID.randomUUID());
    DATABASE.admin("update member.member set passes_void_until = date_trunc('second', now()) "
        + "- interval '30 days 1 second' where id = $1", old);
    for (int i = 0; i < 3; i++) {
      revoke(null, CITY, enter(CITY, UUID.randomUUID()));
    }
    assertThat(entry(CITY, old)).isEmpty();
    RevocationList list = list();
    assertThat(list.getComplete()).isTrue();
    assertThat(list.getEntriesList()).extracting(RevokedPass::getHash)
        .isSortedAccordingTo(ByteString.unsignedLexicographicalComparator())
        .allMatch(hash -> hash.size() == 8);

    UUID newest = enter(CITY, UUID.randomUUID());
    for (int i = 0; i < LIST_MAX; i++) {
      enter(CITY, UUID.randomUUID());
    }
    DATABASE.admin("update member.member set passes_void_until = date_trunc('second', now()) "
        + "- interval '1 day' where passes_void_until is null and id <> $1", newest);
    revoke(null, CITY, newest);
    assertThat(list().getComplete()).isFalse();
    assertThat(list().getEntriesCount()).isEqualTo(LIST_MAX);
    assertThat(entry(CITY, newest)).isPresent();
    DATABASE.admin("update member.member set passes_void_until = null where id <> $1", newest);
  }

  /** What a desk without a network does: it knows the club and the member, from the pass. */
  private static Optional<Long> entry(UUID club, UUID member) {
    var told = ByteBuffer.allocate(43).put("RC1:revoked".getBytes(StandardCharsets.US_ASCII))
        .putLong(club.getMostSignificantBits()).putLong(club.getLeastSignificantBits())
        .putLong(member.getMostSignificantBits()).putLong(member.getLeastSignificantBits()).array();
    byte[] hash = Arrays.copyOf(sha256(told), 8);
    return list().getEntriesList().stream().filter(each -> Arrays.equals(each.getHash().toByteArray(), hash))
        .map(each -> each.getIssuedUntil().getSeconds()).findFirst();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (java.security.NoSuchAlgorithmException missing) {
      throw new AssertionError(missing);
    }
  }

  private static RevocationList list() {
    return house().ask(ANYBODY, PassesGrpcClient.GetRevocationList,
        GetRevocationListRequest.getDefaultInstance());
  }

  private static PassRevocation revoke(@Nullable String key, UUID club, UUID member) {
    return house().ask(House.manager(club), key, PassesGrpcClient.RevokePasses, RevokePassesRequest
        .newBuilder().setMemberId(member.toString()).setReason(PassRevocation.Reason.MISUSED).build());
  }

  private static long issuedAt(Pass pass) {
    return Instant.ofEpochSecond(pass.getExpiresAt().getSeconds()).minus(PassClaims.LIFETIME)
        .getEpochSecond();
  }

  private static Pass issue(UUID user) {
    return house().ask(House.member(CITY, user), PassesGrpcClient.IssuePass,
        IssuePassRequest.newBuilder().setDeviceKey(ByteString.copyFrom(new PassPhone().key())).build());
  }

  private static UUID enter(UUID club, UUID user) {
    return UUID.fromString(
        house().enter(club, CreateMemberRequest.newBuilder().setUserId(user.toString())).getId());
  }

  private static long events(UUID member) {
    return DATABASE.count("select count(*) from kit.event where stream = $1 and type like '%.PassesRevoked'",
        member);
  }

  private static House house() {
    return Objects.requireNonNull(made);
  }

  private static void refused(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOfSatisfying(Problem.class,
        problem -> assertThat(problem.code()).isEqualTo(code));
  }
}
