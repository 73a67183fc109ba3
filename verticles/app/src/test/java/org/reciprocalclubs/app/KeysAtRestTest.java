package org.reciprocalclubs.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reciprocalclubs.kit.auth.TestProvider;
import org.reciprocalclubs.kit.seal.Sealer;

/**
 * No private key and no other secret of the platform's lies open in the database: every value of every column
 * is looked at. What lies there sealed opens under the master key alone, and under another one after the
 * exchange that {@code deploy/reseal} is for, with nobody signed out and no key replaced.
 */
class KeysAtRestTest {
  /** How PKCS #8 (RFC 5958) begins for the two kinds of keys that there are. */
  private static final List<String> PRIVATE_KEYS = List.of("302e020100300506032b6570",
      "3041020100301306072a8648ce3d0201", "308187020100301306072a8648ce3d0201",
      "308193020100301306072a8648ce3d0201");

  @TempDir
  Path directory;

  @Test
  void whatIsSecretIsSealedUnderTheMasterKeyWhicheverThatIs() throws Exception {
    try (var postbox = new Postbox(); var provider = TestProvider.start()) {
      // a mail server that never answers keeps a mail, with its token, in the database
      var settings = new HashMap<>(postbox.settings());
      settings.put("CLUBS_MAIL_PORT", "1");
      settings.putAll(WallProvider.SETTINGS);
      try (var house = House.start(directory.resolve("data"), settings)) {
        var before = used(house);
        var away = new Away(house, provider);
        var opened = nothingLiesOpen(house, master(house, "master.key"));
        exchanged(house);
        assertThat(nothingLiesOpen(house, master(house, "master.key"))).as("the same secrets, sealed anew")
            .containsAllEntriesOf(opened);
        goesOn(house, before);
        away.comesIn();
      }
    }
  }

  private static Sealer master(House house, String name) throws Exception {
    return Sealer.load(house.data().resolve("secrets").resolve(name));
  }

  /** Makes a use of each kind of key there is; what somebody has in hand afterwards. */
  private static JsonObject used(House house) throws Exception {
    var email = "member@harbour.example";
    var pair = new JsonObject(house.post("/api/v1/sessions", null,
        new JsonObject().put("email", email).put("password", house.password(email))).body());
    var office = house.token("admin@harbour.example");
    assertThat(house.post("/api/v1/me/pass", pair.getString("token"), phone()).statusCode()).isEqualTo(200);
    assertThat(house.get("/api/v1/trust-list.cose", office).statusCode()).isEqualTo(200);
    assertThat(house.post("/api/v1/password/forgotten", null, new JsonObject().put("email", email))
        .statusCode()).isEqualTo(200);
    var key = house.post("/api/v1/api-keys", office, new JsonObject().put("name", "Till")
        .put("permissions", new JsonArray().add("visit.read"))
        .put("endsAt", java.time.Instant.now().plusSeconds(86_400).toString()));
    return pair.put("log", house.get("/log/key", null).body())
        .put("program", new JsonObject(key.body()).getString("secret"));
  }

  /** Somebody with an authenticator, who has begun to sign in at the provider of their club. */
  private static final class Away {
    private static final String EMAIL = "away@harbour.example";

    private final House house;
    private final WallPhone phone;
    private final String state;
    private final String code;

    Away(House house, TestProvider provider) throws Exception {
      this.house = house;
      var office = house.token("admin@harbour.example");
      var made = house.post("/api/v1/users", office, new JsonObject().put("email", EMAIL)
          .put("password", WallFederation.PASSWORD).put("username", "away").put("firstName", "Ann")
          .put("lastName", "Gone").put("role", "member"));
      assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
      phone = new WallPhone(house, EMAIL, "phone");
      phone.confirm();
      var theirs = new WallProvider(house, provider);
      theirs.set(office);
      state = theirs.state(new JsonObject(made.body()).getString("clubId"), EMAIL);
      code = theirs.code();
    }

    /** By what was sealed before: the sign-in that was begun, the provider's secret, the authenticator's. */
    void comesIn() throws Exception {
      var half = house.post("/api/v1/sign-in/finish", null,
          new JsonObject().put("state", state).put("code", code));
      assertThat(half.body()).contains("MFA_REQUIRED");
      var whole = house.post("/api/v1/sessions/complete", null, new JsonObject()
          .put("challenge", new JsonObject(half.body()).getString("challenge")).put("code", phone.code()));
      assertThat(whole.statusCode()).as(whole.body()).isEqualTo(200);
    }
  }

  private static JsonObject phone() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new java.security.spec.ECGenParameterSpec("secp256r1"));
    var point = ((java.security.interfaces.ECPublicKey) generator.generateKeyPair().getPublic()).getW();
    var bytes = new byte[33];
    bytes[0] = (byte) (point.getAffineY().testBit(0) ? 3 : 2);
    var x = point.getAffineX().toByteArray();
    int from = Math.max(0, x.length - 32);
    System.arraycopy(x, from, bytes, 33 - (x.length - from), x.length - from);
    return new JsonObject().put("deviceKey", Base64.getEncoder().encodeToString(bytes));
  }

  /** What was sealed, by table and name; none of it, and no other private key, is anywhere in the clear. */
  private static Map<String, String> nothingLiesOpen(House house, Sealer sealer) throws Exception {
    try (var database = new Database(house)) {
      assertThat(database.texts("""
          select format('%I.%I', table_schema, table_name) from information_schema.columns
           where data_type = 'bytea' and column_name in ('sealed', 'secret')
             and table_name <> 'salt'"""))
          // salts of leaves lie open beside the events that they hide from everybody else
          .as("columns of sealed bytes").containsExactlyInAnyOrderElementsOf(
              Resealing.COLUMNS.stream().map(Resealing.Column::table).toList());
      Map<String, String> opened = new TreeMap<>();
      for (var column : Resealing.COLUMNS) {
        var rows = database.connection.query(column.rows()).execute().await();
        assertThat(rows.size()).as("there are some in " + column.table()).isPositive();
        rows.forEach(row -> opened.put(row.getString(2),
            HexFormat.of().formatHex(sealer.open(row.getBuffer(1).getBytes(), row.getString(2)))));
      }
      var all = database.everything();
      assertThat(all).as("it holds what is no secret").contains(hex("HARBOUR"));
      for (var secret : opened.values()) {
        lies(all, secret);
      }
      PRIVATE_KEYS.forEach(beginning -> lies(all, beginning));
      assertThat(all).doesNotContain(hex("PRIVATE KEY"), hex("rck_"));
      return opened;
    }
  }

  /** Neither as it is, nor as hex, nor as either Base64 (a third of which depends on what stands before). */
  private static void lies(String all, String secretHex) {
    var bytes = HexFormat.of().parseHex(secretHex);
    var base64 = Base64.getEncoder().withoutPadding().encodeToString(bytes);
    var whole = base64.substring(0, base64.length() - 1);
    assertThat(all.contains(secretHex)).isFalse();
    assertThat(all.contains(hex(secretHex))).isFalse();
    assertThat(all.contains(hex(whole))).isFalse();
    assertThat(all.contains(hex(whole.replace('+', '-').replace('/', '_')))).isFalse();
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  /** As the script says: the new key first, the old one beside it, then everything is sealed anew. */
  private static void exchanged(House house) throws Exception {
    var secrets = house.data().resolve("secrets");
    Files.move(secrets.resolve("master.key"), secrets.resolve("master-other.key"));
    var fresh = Sealer.loadOrCreate(secrets.resolve("master.key"));
    house.killAndStartAgain();
    assertThat(house.get("/health/ready", null).statusCode()).isEqualTo(200);
    try (var database = new Database(house)) {
      var both = fresh.opening(key(secrets.resolve("master-other.key")));
      var counts = new Resealing(database.connection, both).run();
      assertThat(counts.values()).allMatch(count -> count > 0);
      assertThat(new Resealing(database.connection, both).run().values()).as("once is enough")
          .containsOnly(0);
      assertThat(database.texts(
          """
                select format('%I.%I', n.nspname, c.relname)
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
                 where c.relrowsecurity and not c.relforcerowsecurity"""))
          .isEmpty();
    }
    Files.move(secrets.resolve("master-other.key"), secrets.resolve("gone.key"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.delete(secrets.resolve("gone.key"));
    house.killAndStartAgain();
  }

  private static byte[] key(Path file) throws Exception {
    return Base64.getDecoder().decode(Files.readString(file).strip());
  }

  /** Who was signed in still is, by the same keys. */
  private static void goesOn(House house, JsonObject before) throws Exception {
    assertThat(house.get("/api/v1/me", before.getString("token")).statusCode()).isEqualTo(200);
    assertThat(house.post("/api/v1/sessions/refresh", null,
        new JsonObject().put("refreshToken", before.getString("refreshToken"))).statusCode()).isEqualTo(200);
    assertThat(house.get("/api/v1/visits", before.getString("program")).statusCode()).isEqualTo(200);
    assertThat(house.get("/log/key", null).body()).isEqualTo(before.getString("log"));
  }

  /** A house's database, as the superuser to whom no row is hidden. */
  private static final class Database implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final PgConnection connection;

    Database(House house) throws Exception {
      connection = PgConnection.connect(vertx, new PgConnectOptions().setHost("127.0.0.1")
          .setPort(house.portBase() + 432).setDatabase("clubs").setUser("postgres").setPassword(
              Files.readString(house.data().resolve("secrets/postgres.password")).strip()))
          .await();
    }

    List<String> texts(String sql) {
      List<String> texts = new ArrayList<>();
      connection.query(sql).execute().await().forEach(row -> texts.add(row.getString(0)));
      return texts;
    }

    /** Every value of every table, but what is sealed, in hex: of bytes as they are, of others as text. */
    String everything() {
      var all = new StringBuilder();
      for (var column : texts(
          """
                select format('select encode(%s, ''hex'') from %I.%I where %I is not null',
                    case when data_type = 'bytea' then quote_ident(column_name)
                         else format('convert_to(%I::text, ''UTF8'')', column_name) end,
                    c.table_schema, c.table_name, column_name)
                  from information_schema.columns c
              join information_schema.tables t using (table_schema, table_name)
                 where t.table_type = 'BASE TABLE' and column_name <> 'sealed'
                   and c.table_schema not in ('pg_catalog', 'information_schema')""")) {
        texts(column).forEach(value -> all.append(value).append('\n'));
      }
      return all.toString();
    }

    @Override
    public void close() {
      connection.close().await();
      vertx.close().await();
    }
  }
}
