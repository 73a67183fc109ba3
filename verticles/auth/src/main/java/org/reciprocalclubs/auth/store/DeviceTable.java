package org.reciprocalclubs.auth.store;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.auth.rules.DeviceKey;
import org.reciprocalclubs.kit.store.Tx;

/** Devices, the codes that enrol them, and the assertions they have shown. */
public final class DeviceTable {
  public static final String ACTIVE = "ACTIVE";
  public static final String REVOKED = "REVOKED";
  private static final String SELECT = """
      select id, version, club, name, status, kty, crv, x, y,
        enrolled_at, last_seen_at from auth.device
      """;

  private DeviceTable() {}

  /** A device of a club. */
  public record Device(UUID id, int version, UUID club, String name, String status, DeviceKey key,
      Instant enrolledAt,
      @Nullable Instant lastSeenAt) {
    public boolean isActive() {
      return status.equals(ACTIVE);
    }
  }

  /** A code as it is stored; {@code device} once it is spent. */
  public record Code(String name, @Nullable UUID createdBy, Instant expiresAt, @Nullable UUID device) {}

  /** The club whose code it is. Works in every scope; tells an id only. */
  public static Optional<UUID> clubOfCode(Tx tx, byte[] hash) {
    return tx.one("select auth.club_of_enrolment($1)", hash).map(row -> row.getUUID(0));
  }

  /** The club whose device it is. Works in every scope; tells an id only. */
  public static Optional<UUID> clubOfDevice(Tx tx, UUID device) {
    return tx.one("select auth.club_of_device($1)", device).map(row -> row.getUUID(0));
  }

  public static void addCode(Tx tx, byte[] hash, Code code) {
    tx.queryAsync("delete from auth.enrolment_code where expires_at < $1", tx.now().minusSeconds(86_400));
    tx.query("""
        insert into auth.enrolment_code (hash, club, name, created_by, created_at, expires_at)
        values ($1, kit.club(), $2, $3, $4, $5)
        """, hash, code.name(), code.createdBy(), tx.now(), code.expiresAt());
  }

  public static int openCodes(Tx tx) {
    return tx
        .query("select count(*) from auth.enrolment_code where device is null and expires_at > $1", tx.now())
        .iterator().next().getInteger(0);
  }

  /** The code, locked for this transaction. */
  public static Optional<Code> code(Tx tx, byte[] hash) {
    return tx
        .one(
            "select name, created_by, expires_at, device from auth.enrolment_code where hash = $1 for update",
            hash)
        .map(row -> new Code(row.getString(0), row.getUUID(1), row.getOffsetDateTime(2).toInstant(),
            row.getUUID(3)));
  }

  /** Writes the row of a new device and spends its code. */
  public static void enrol(Tx tx, Device device, @Nullable UUID enrolledBy, byte[] codeHash) {
    tx.query(
        """
            insert into auth.device (id, version, club, name, status, kty, crv, x, y, enrolled_by,
              enrolled_at)
            values ($1, $2, kit.club(), $3, $4, $5, $6, $7, $8, $9, $10)
            """,
        device.id(), device.version(), device.name(), device.status(), device.key().kty(),
        device.key().crv(),
        device.key().x(), device.key().y(), enrolledBy, device.enrolledAt());
    tx.query("update auth.enrolment_code set device = $2 where hash = $1", codeHash, device.id());
  }

  public static Optional<Device> byId(Tx tx, UUID id) {
    return tx.one(SELECT + "where id = $1", id).map(DeviceTable::device);
  }

  /** The device, locked for this transaction. */
  public static Optional<Device> forUpdate(Tx tx, UUID id) {
    return tx.one(SELECT + "where id = $1 for update", id).map(DeviceTable::device);
  }

  /** The club's devices, oldest first, as many as a page of an office can show. */
  public static List<Device> all(Tx tx, int limit) {
    List<Device> devices = new ArrayList<>();
    tx.query(SELECT + "order by enrolled_at, id limit $1", limit).forEach(row -> devices.add(device(row)));
    return devices;
  }

  public static void revoke(Tx tx, UUID id, int version) {
    tx.query(
        """
            update auth.device set status = 'REVOKED', version = $2, revoked_at = $3,
              revoked_clock = clock_timestamp()
             where id = $1
            """,
        id, version, tx.now());
  }

  /** Notes an assertion and that its device was seen; false when the assertion was shown before. */
  public static boolean take(Tx tx, UUID device, byte[] jtiHash, Instant now, Instant until) {
    tx.queryAsync("delete from auth.assertion where device = $1 and expires_at < $2", device, now);
    tx.queryAsync("update auth.device set last_seen_at = $2 where id = $1", device, tx.now());
    return tx
        .query("""
            insert into auth.assertion (device, jti_hash, club, expires_at) values ($1, $2, kit.club(), $3)
            on conflict do nothing
            """, device, jtiHash, until).rowCount() == 1;
  }

  private static Device device(Row row) {
    DeviceKey key = new DeviceKey(row.getString("kty"), row.getString("crv"), row.getString("x"),
        row.getString("y"));
    return new Device(row.getUUID("id"), row.getInteger("version"), row.getUUID("club"),
        row.getString("name"),
        row.getString("status"), key, row.getOffsetDateTime("enrolled_at").toInstant(),
        row.getOffsetDateTime("last_seen_at") == null
            ? null
            : row.getOffsetDateTime("last_seen_at").toInstant());
  }
}
