package org.reciprocalclubs.ledger.records;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.member.v1.PassKeyRotated;
import org.reciprocalclubs.codecs.member.v1.PassesRevoked;
import org.reciprocalclubs.kit.store.BatchHandler;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.ledger.fabric.Call;
import org.reciprocalclubs.ledger.log.Edge;
import org.reciprocalclubs.ledger.log.Hash;
import org.reciprocalclubs.ledger.transactions.Kind;
import org.reciprocalclubs.ledger.transactions.TransactionRows;
import org.reciprocalclubs.ledger.transactions.Wanted;

/**
 * Follows the keys with which clubs sign passes, and the passes that they have revoked, and wants both on the
 * ledger: each key and its end once, and after each revocation the number and the Merkle root (RFC 6962) of
 * all that the club revoked, in order. An entry of that list is the hash under which revocation lists know a
 * member, 8 bytes, and the second until which passes are void, 8 bytes; the ledger has the root alone. An
 * event that is handled twice wants the same. Thread-safe.
 */
public final class KeyRecords implements BatchHandler {
  /** Its place in the feed; another name would want everything again, which changes nothing. */
  public static final String FOLLOWER = "ledger.keys";
  /** Full names of the events that it records something of. */
  public static final Set<String> TYPES = Set.of(PassKeyRotated.getDescriptor().getFullName(),
      PassesRevoked.getDescriptor().getFullName());

  private static final String CONTRACT = "clubs";
  /** Passes are signed with P-256, and a key is its point, compressed. */
  private static final String ALGORITHM = "ES256";
  private static final byte[] REVOKED = {'R', 'C', '1', ':', 'r', 'e', 'v', 'o', 'k', 'e', 'd'};
  private static final int HASH_BYTES = 8;
  private static final String LISTED = """
      select public_key, not_before from member.pass_keys_for_desk() where club = $1 and kid = $2""";
  private static final String WANTED = "select state from ledger.transaction_for_desk($1)";
  private static final String ADD = """
      insert into ledger.revocation (club, number, event, entry)
        select $1, coalesce(max(number), 0) + 1, $2, $3 from ledger.revocation where club = $1
      on conflict (event) do nothing""";
  private static final String NUMBER = "select number from ledger.revocation where event = $1";
  private static final String ENTRIES = """
      select entry from ledger.revocation where club = $1 and number <= $2 order by number""";

  @Override
  public void handle(Tx tx, List<EventRecord> events) {
    for (var event : events) {
      tx.as(Scope.club(event.club()));
      try {
        if (event.name().equals("PassKeyRotated")) {
          rotated(tx, event, PassKeyRotated.parseFrom(event.data()));
        } else {
          revoked(tx, event, PassesRevoked.parseFrom(event.data()));
        }
      } catch (InvalidProtocolBufferException unreadable) {
        throw new IllegalStateException("An event cannot be read: " + event.type(), unreadable);
      }
    }
  }

  private static void rotated(Tx tx, EventRecord event, PassKeyRotated rotated) {
    var retired = rotated.getRetiredKid();
    if (!retired.isEmpty() && publish(tx, event.club(), retired)) {
      var at = event.at().truncatedTo(ChronoUnit.SECONDS).toString();
      var call = call("RevokeKey", event.club().toString(), hex(retired), at,
          rotated.getCompromised() ? "COMPROMISED" : "RETIRED");
      want(tx, event.club(), key(event.club(), retired) + "/revocation", call, key(event.club(), retired));
    }
    publish(tx, event.club(), rotated.getKid());
  }

  /** @return whether it is, or will be, on the ledger: not one that was taken from the trust list before */
  private static boolean publish(Tx tx, UUID club, ByteString kid) {
    var listed = tx.one(LISTED, club, kid.toByteArray());
    listed.ifPresent(row -> {
      var notBefore = row.getOffsetDateTime("not_before").toInstant().truncatedTo(ChronoUnit.SECONDS);
      want(tx, club, key(club, kid), call("PublishKey", club.toString(), hex(kid), ALGORITHM,
          Base64.getUrlEncoder().withoutPadding().encodeToString(row.getBuffer("public_key").getBytes()),
          notBefore.toString()), null);
    });
    return listed.isPresent() || tx.one(WANTED, key(club, kid)).isPresent();
  }

  private static void revoked(Tx tx, EventRecord event, PassesRevoked revoked) {
    var club = event.club();
    tx.query(ADD, club, event.id(), entry(revoked));
    int number = tx.one(NUMBER, event.id()).orElseThrow().getInteger("number");
    var list = Edge.empty();
    tx.query(ENTRIES, club, number).forEach(row -> list.append(Hash.leaf(row.getBuffer("entry").getBytes())));
    var before = number == 1 ? null : revocations(club, number - 1);
    want(tx, club, revocations(club, number), call("PublishRevocations", club.toString(),
        Integer.toString(number), list.root().toString(), Integer.toString(number)), before);
  }

  private static byte[] entry(PassesRevoked revoked) {
    var who = ByteBuffer.allocate(REVOKED.length + 4 * Long.BYTES).put(REVOKED);
    put(who, UUID.fromString(revoked.getClubId()));
    put(who, UUID.fromString(revoked.getMemberId()));
    return ByteBuffer.allocate(HASH_BYTES + Long.BYTES)
        .put(Arrays.copyOf(Hash.sha256(who.array()), HASH_BYTES))
        .putLong(revoked.getIssuedUntil().getSeconds()).array();
  }

  private static void put(ByteBuffer bytes, UUID id) {
    bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  private static String key(UUID club, ByteString kid) {
    return "club/" + club + "/key/" + hex(kid);
  }

  private static String revocations(UUID club, int number) {
    return "club/" + club + "/revocations/" + number;
  }

  private static String hex(ByteString kid) {
    return HexFormat.of().formatHex(kid.toByteArray());
  }

  private static Call call(String function, String... args) {
    return new Call(CONTRACT, function, List.of(args), Organisations.FEDERATION, Set.of());
  }

  private static void want(Tx tx, UUID club, String key, Call call, @Nullable String after) {
    TransactionRows.enqueue(tx, new Wanted(key, Kind.KEY, club, NewEvent.EVERY_CLUB, call, after));
  }
}
