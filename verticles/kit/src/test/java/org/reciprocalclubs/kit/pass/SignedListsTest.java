package org.reciprocalclubs.kit.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SignedListsTest {
  private static final UUID CLUB = UUID.fromString("0197a000-0000-7000-8000-0000000000c1");
  private static final Instant NOW = Instant.parse("2026-06-16T18:20:11Z");
  private static final KeyPair KEYS = P256.generate();
  private static final byte[] POINT = P256.compressed((ECPublicKey) KEYS.getPublic());
  private static final byte[] KID = PassKey.bytes(PassKey.kidOf(POINT));
  private static final SignedLists.Signer SIGNER = new SignedLists.Signer(PassKey.kid(KID),
      KEYS.getPrivate());

  @Test
  void a_trust_list_says_of_each_key_whose_it_is_and_for_when() throws Exception {
    ECPublicKey key = (ECPublicKey) P256.generate().getPublic();
    var inUse = new PassKey(7, CLUB, key, NOW.minusSeconds(60), null);
    var retired = new PassKey(8, CLUB, key, NOW.minusSeconds(60), NOW);
    Map<?, ?> list = read(SignedLists.trustList(
        List.of(new SignedLists.Trusted(inUse, "HYC"), new SignedLists.Trusted(retired, "HYC")), NOW,
        SIGNER));
    assertThat(list.get(1L)).isEqualTo("RC1:trust-list");
    assertThat(list.get(2L)).isEqualTo(NOW.getEpochSecond());
    List<?> keys = (List<?>) Objects.requireNonNull(list.get(3L));
    Map<?, ?> first = (Map<?, ?>) Objects.requireNonNull(keys.get(0));
    assertThat((byte[]) first.get(1L)).isEqualTo(PassKey.bytes(7));
    assertThat((byte[]) first.get(2L)).isEqualTo(ByteBuffer.allocate(16)
        .putLong(CLUB.getMostSignificantBits()).putLong(CLUB.getLeastSignificantBits()).array());
    assertThat((byte[]) first.get(3L)).isEqualTo(P256.compressed(key));
    assertThat(first.get(4L)).isEqualTo(NOW.getEpochSecond() - 60);
    assertThat(first.containsKey(5L)).isFalse();
    assertThat(first.get(6L)).isEqualTo("HYC");
    assertThat(((Map<?, ?>) Objects.requireNonNull(keys.get(1))).get(5L)).isEqualTo(NOW.getEpochSecond());
  }

  @Test
  void a_list_of_many_revocations_is_one_string_of_twelve_bytes_each() throws Exception {
    List<SignedLists.Revoked> entries = IntStream.range(0, 6_000)
        .mapToObj(i -> new SignedLists.Revoked(PassKey.bytes(i), NOW.plusSeconds(i))).toList();
    Map<?, ?> list = read(SignedLists.revocations(entries, false, NOW, SIGNER));
    assertThat(list.get(1L)).isEqualTo("RC1:revocations");
    assertThat(list.get(3L)).isEqualTo(0L);
    ByteBuffer bytes = ByteBuffer.wrap((byte[]) Objects.requireNonNull(list.get(4L)));
    assertThat(bytes.remaining()).isEqualTo(6_000 * 12);
    bytes.position(12 * 4_321);
    assertThat(bytes.getLong()).isEqualTo(4_321);
    assertThat(Duration.between(NOW, Instant.ofEpochSecond(bytes.getInt()))).hasSeconds(4_321);
    assertThat(read(SignedLists.revocations(List.of(), true, NOW, SIGNER)).get(3L)).isEqualTo(1L);
  }

  @Test
  void the_same_list_has_the_same_payload() throws Exception {
    var entries = List.of(new SignedLists.Revoked(PassKey.bytes(1), NOW));
    assertThat(CoseSign1.read(SignedLists.revocations(entries, true, NOW, SIGNER)).orElseThrow().payload())
        .isEqualTo(
            CoseSign1.read(SignedLists.revocations(entries, true, NOW, SIGNER)).orElseThrow().payload());
  }

  @Test
  void an_altered_list_does_not_verify() {
    byte[] list = SignedLists.revocations(List.of(new SignedLists.Revoked(PassKey.bytes(1), NOW)), true, NOW,
        SIGNER);
    list[40] ^= 1;
    assertThatThrownBy(() -> read(list)).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> new SignedLists.Revoked(new byte[7], NOW))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Map<?, ?> read(byte[] list) throws Exception {
    return CoseReading.verified(list, KEYS.getPublic(), KID);
  }
}
