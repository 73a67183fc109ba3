package org.reciprocalclubs.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.member.House.CITY;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.member.v1.CreateMemberRequest;
import org.reciprocalclubs.codecs.member.v1.ExportRevocationListRequest;
import org.reciprocalclubs.codecs.member.v1.ExportTrustListRequest;
import org.reciprocalclubs.codecs.member.v1.GetRevocationListRequest;
import org.reciprocalclubs.codecs.member.v1.GetTrustListRequest;
import org.reciprocalclubs.codecs.member.v1.IssuePassRequest;
import org.reciprocalclubs.codecs.member.v1.ListKey;
import org.reciprocalclubs.codecs.member.v1.PassesGrpcClient;
import org.reciprocalclubs.codecs.member.v1.RevocationList;
import org.reciprocalclubs.codecs.member.v1.RevokeMyPassesRequest;
import org.reciprocalclubs.codecs.member.v1.RotatePassKeyRequest;
import org.reciprocalclubs.codecs.member.v1.SignedList;
import org.reciprocalclubs.codecs.member.v1.TrustList;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.pass.CoseReading;
import org.reciprocalclubs.kit.pass.P256;
import org.reciprocalclubs.kit.pass.PassPhone;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.StoreFailed;
import org.reciprocalclubs.kit.store.TestDatabase;

/** The lists as the federation signs them say what those in JSON say. */
final class SignedListsTest {
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
  void theTrustListVerifiesByThePublishedKeyAndSaysTheSame() throws Exception {
    pass();
    house().ask(House.admin(CITY), PassesGrpcClient.RotatePassKey, RotatePassKeyRequest.getDefaultInstance());
    SignedList file = house().ask(ANYBODY, PassesGrpcClient.ExportTrustList,
        ExportTrustListRequest.getDefaultInstance());
    Map<?, ?> signed = read(file);
    TrustList list = trustList();
    assertThat(file.getFilename()).isEqualTo("trust-list.cose");
    assertThat(signed.get(1L)).isEqualTo("RC1:trust-list");
    assertThat((long) Objects.requireNonNull(signed.get(2L))).isCloseTo(list.getMadeAt().getSeconds(),
        org.assertj.core.data.Offset.offset(5L));
    List<?> keys = (List<?>) Objects.requireNonNull(signed.get(3L));
    assertThat(keys).hasSameSizeAs(list.getKeysList()).hasSizeGreaterThan(1);
    for (int i = 0; i < keys.size(); i++) {
      Map<?, ?> key = (Map<?, ?>) Objects.requireNonNull(keys.get(i));
      var told = list.getKeys(i);
      assertThat((byte[]) key.get(1L)).isEqualTo(told.getKid().toByteArray());
      assertThat(uuid((byte[]) Objects.requireNonNull(key.get(2L)))).hasToString(told.getClubId());
      assertThat((byte[]) key.get(3L)).isEqualTo(told.getPublicKey().toByteArray());
      assertThat(key.get(4L)).isEqualTo(told.getNotBefore().getSeconds());
      assertThat(key.get(5L)).isEqualTo(told.hasRetiredAt() ? told.getRetiredAt().getSeconds() : null);
      assertThat(key.get(6L)).isEqualTo(told.getClubCode());
    }
  }

  @Test
  void theRevocationsVerifyByTheSameKeyAndSayTheSame() throws Exception {
    for (int i = 0; i < 3; i++) {
      house().ask(House.member(CITY, pass()), PassesGrpcClient.RevokeMyPasses,
          RevokeMyPassesRequest.getDefaultInstance());
    }
    Map<?, ?> signed = read(house().ask(ANYBODY, PassesGrpcClient.ExportRevocationList,
        ExportRevocationListRequest.getDefaultInstance()));
    RevocationList list = house().ask(ANYBODY, PassesGrpcClient.GetRevocationList,
        GetRevocationListRequest.getDefaultInstance());
    assertThat(signed.get(1L)).isEqualTo("RC1:revocations");
    assertThat(signed.get(3L)).isEqualTo(1L);
    ByteBuffer entries = ByteBuffer.wrap((byte[]) Objects.requireNonNull(signed.get(4L)));
    assertThat(entries.remaining()).isEqualTo(12 * list.getEntriesCount()).isPositive();
    list.getEntriesList().forEach(entry -> {
      byte[] hash = new byte[8];
      entries.get(hash);
      assertThat(hash).isEqualTo(entry.getHash().toByteArray());
      assertThat(entries.getInt()).isEqualTo((int) entry.getIssuedUntil().getSeconds());
    });
  }

  @Test
  void theKeyStaysTheSameIsSealedAndNoClubSeesIt() {
    ListKey first = trustList().getListKey();
    assertThat(first.getKid().size()).isEqualTo(8);
    assertThat(trustList().getListKey()).isEqualTo(first);
    byte[] sealed = DATABASE.admin("select sealed from member.list_key").iterator().next().getBuffer(0)
        .getBytes();
    assertThatThrownBy(() -> P256.privateKey(sealed)).isInstanceOf(IllegalArgumentException.class);
    assertThat(DATABASE.store().<Boolean>read(Scope.club(CITY),
        tx -> tx.one("select from member.list_key").isPresent())).isFalse();
    assertThatThrownBy(() -> DATABASE.store().perform(Scope.nobody(),
        tx -> tx.query("update member.list_key set sealed = ''"))).isInstanceOf(StoreFailed.class);
  }

  private static Map<?, ?> read(SignedList file) throws Exception {
    ListKey key = trustList().getListKey();
    PublicKey point = P256.publicKey(key.getPublicKey().toByteArray()).orElseThrow();
    return CoseReading.verified(file.getContent().toByteArray(), point, key.getKid().toByteArray());
  }

  private static TrustList trustList() {
    return house().ask(ANYBODY, PassesGrpcClient.GetTrustList, GetTrustListRequest.getDefaultInstance());
  }

  /** @return the login of a member who has a pass */
  private static UUID pass() {
    UUID user = UUID.randomUUID();
    house().enter(CITY, CreateMemberRequest.newBuilder().setUserId(user.toString()));
    house().ask(House.member(CITY, user), PassesGrpcClient.IssuePass,
        IssuePassRequest.newBuilder().setDeviceKey(ByteString.copyFrom(new PassPhone().key())).build());
    return user;
  }

  private static UUID uuid(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  private static House house() {
    return Objects.requireNonNull(made);
  }
}
