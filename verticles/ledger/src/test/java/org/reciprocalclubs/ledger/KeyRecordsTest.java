package org.reciprocalclubs.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.reciprocalclubs.codecs.member.v1.PassKeyRotated;
import org.reciprocalclubs.codecs.member.v1.PassesRevoked;
import org.reciprocalclubs.devledger.DevelopmentLedger;
import org.reciprocalclubs.devledger.DevelopmentNetwork;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.kit.store.Eventually;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.ledger.fabric.Call;
import org.reciprocalclubs.ledger.fabric.FabricLedger;
import org.reciprocalclubs.ledger.fabric.Ledger;
import org.reciprocalclubs.ledger.records.KeyRecords;

/** Clubs' pass keys and revocations, from their events to the development ledger. */
class KeyRecordsTest {
  private static final String FEDERATION = "FederationMSP";
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "ledger");
  @TempDir
  private static Path directory;
  private static DevelopmentLedger development;
  private static Ledger ledger;
  private static Chancery chancery;
  private static int keys;

  @BeforeAll
  static void open() {
    development = DevelopmentLedger.start(new DevelopmentNetwork(directory.resolve("network"),
        List.of(FEDERATION, "CityMSP", "HarbourMSP"), 0, Duration.ofMillis(50), 100));
    chancery = new Chancery(DATABASE);
    chancery.recordsOn(development);
    ledger = FabricLedger.open(development.profile(), AnchoredBlockTest.WAITS);
  }

  @AfterAll
  static void close() {
    ledger.close();
    chancery.close();
    development.close();
  }

  /** A key on the trust list; its id. */
  private static ByteString key(UUID club) {
    var kid = new byte[]{1, 2, 3, 4, 5, 6, 7, (byte) ++keys};
    var point = new byte[33];
    point[0] = 2;
    point[32] = (byte) keys;
    DATABASE.admin("""
        update member.pass_key set retired_at = now() where club = $1 and retired_at is null""", club);
    DATABASE.admin("""
        insert into member.pass_key (kid, club, public_key, sealed, not_before)
          values ($1, $2, $3, '', '2026-01-01T00:00:00Z')""", Buffer.buffer(kid), club, Buffer.buffer(point));
    return ByteString.copyFrom(kid);
  }

  private static void happened(UUID club, Message event) {
    DATABASE.store().perform(Scope.club(club),
        tx -> tx.append(Ids.uuid7(), 0, NewEvent.of(club, event, EventMeta.NONE)));
  }

  private static void stands(String key) {
    Eventually.until(key + " stands", () -> DATABASE.count(
        "select count(*) from ledger.transaction where key = $1 and state = 'CONFIRMED'", key) == 1);
  }

  private static List<JsonObject> asked(String function, UUID club) {
    var answer = ledger.evaluate(
        new Call("clubs", function, List.of(club.toString(), "100", ""), FEDERATION, Set.of()));
    return new JsonObject(new String(answer, StandardCharsets.UTF_8)).getJsonArray("items").stream()
        .map(JsonObject.class::cast).toList();
  }

  @Test
  void a_key_and_the_end_of_the_one_before_it_stand_on_the_ledger() {
    var club = Ids.uuid7();
    var first = key(club);
    var second = key(club);
    happened(club, PassKeyRotated.newBuilder().setClubId(club.toString()).setKid(second).setRetiredKid(first)
        .build());
    var third = key(club);
    happened(club, PassKeyRotated.newBuilder().setClubId(club.toString()).setKid(third).setRetiredKid(second)
        .setCompromised(true).build());
    stands("club/" + club + "/key/" + hex(third));
    stands("club/" + club + "/key/" + hex(second) + "/revocation");
    stands("club/" + club + "/key/" + hex(first) + "/revocation");

    var listed = asked("ListKeys", club);
    assertThat(listed).extracting(each -> each.getString("kid")).containsExactly(hex(first), hex(second),
        hex(third));
    assertThat(listed.get(0).getJsonObject("revocation").getString("reason")).isEqualTo("RETIRED");
    assertThat(listed.get(1).getJsonObject("revocation").getString("reason")).isEqualTo("COMPROMISED");
    assertThat(listed.get(2).containsKey("revocation")).isFalse();
    assertThat(listed.get(2).getString("notBefore")).isEqualTo("2026-01-01T00:00:00Z");
    // every club may list it
    boolean seen = DATABASE.store().read(Scope.club(Ids.uuid7()),
        tx -> tx.one("select from ledger.transaction where key = $1", "club/" + club + "/key/" + hex(third))
            .isPresent());
    assertThat(seen).isTrue();
  }

  private static String hex(ByteString kid) {
    return HexFormat.of().formatHex(kid.toByteArray());
  }

  private static PassesRevoked revoked(UUID club, long second) {
    return PassesRevoked.newBuilder().setClubId(club.toString()).setMemberId(Ids.uuid7().toString())
        .setIssuedUntil(Timestamp.newBuilder().setSeconds(second)).build();
  }

  @Test
  void each_revocation_is_one_more_of_a_list_whose_root_stands_and_wanting_it_twice_changes_nothing() {
    var club = Ids.uuid7();
    for (int i = 1; i <= 3; i++) {
      happened(club, revoked(club, 1_700_000_000L + i));
    }
    stands("club/" + club + "/revocations/3");
    var published = asked("ListRevocations", club);
    assertThat(published).extracting(each -> each.getInteger("count")).containsExactly(1, 2, 3);
    assertThat(published).extracting(each -> each.getString("root")).doesNotHaveDuplicates();

    var events = DATABASE.store().read(Scope.club(club), tx -> {
      var all = new ArrayList<EventRecord>();
      tx.query("select distinct stream from kit.event where club = $1 and type like '%.PassesRevoked'", club)
          .forEach(row -> all.addAll(tx.events(row.getUUID("stream"), 0)));
      return all;
    });
    DATABASE.store().perform(Scope.nobody(), tx -> new KeyRecords().handle(tx, events));
    assertThat(DATABASE.count("select count(*) from ledger.revocation where club = $1", club)).isEqualTo(3);
    assertThat(DATABASE.count(
        "select count(*) from ledger.transaction where club = $1 and function = 'PublishRevocations'", club))
        .isEqualTo(3);
  }
}
