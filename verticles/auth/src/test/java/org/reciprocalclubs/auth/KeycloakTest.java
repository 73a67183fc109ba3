package org.reciprocalclubs.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.reciprocalclubs.auth.ProblemAssert.assertRefused;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.codecs.auth.v1.BeginOutsideLoginRequest;
import org.reciprocalclubs.codecs.auth.v1.FinishOutsideLoginRequest;
import org.reciprocalclubs.codecs.auth.v1.ProvidersGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.UsersGrpcClient;
import org.reciprocalclubs.kit.auth.TestProvider;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.store.TestDatabase;

/** A Keycloak realm as a club's provider; runs where KEYCLOAK_HOME names an unpacked Keycloak. */
final class KeycloakTest {
  private static final Duration STARTS_WITHIN = Duration.ofMinutes(4);
  private static final Pattern ACTION = Pattern.compile("action=\"([^\"]+)\"");
  private static final String PASSWORD = "seven green umbrellas";

  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth");
  @TempDir
  static Path directory;
  private static Process keycloak;
  private static AuthNode node;
  private static String realm;

  @BeforeAll
  static void start() throws Exception {
    String home = System.getenv("KEYCLOAK_HOME");
    assumeTrue(home != null && !home.isBlank(),
        "KEYCLOAK_HOME is not set: sign-in was not tried with a real Keycloak");
    int port = freePort();
    realm = "http://localhost:" + port + "/realms/club";
    Path copy = copy(Path.of(Objects.requireNonNull(home)));
    Files.createDirectories(copy.resolve("data/import"));
    Files.writeString(copy.resolve("data/import/club-realm.json"), realm().encode());
    keycloak = new ProcessBuilder(copy.resolve("bin/kc.sh").toString(), "start-dev", "--import-realm",
        "--http-host=127.0.0.1", "--http-port=" + port).redirectErrorStream(true)
        .redirectOutput(directory.resolve("keycloak.log").toFile()).start();
    awaitUp();
    node = new AuthNode(DATABASE, AuthNode.outside(true), false);
  }

  @AfterAll
  static void stop() throws Exception {
    if (node != null) {
      node.close();
    }
    if (keycloak != null) {
      keycloak.descendants().forEach(ProcessHandle::destroy);
      keycloak.destroy();
      keycloak.waitFor(30, TimeUnit.SECONDS);
    }
  }

  /** Its data go into the copy; its libraries stay where they are. */
  private static Path copy(Path home) throws IOException {
    Path copy = Files.createDirectory(directory.resolve("keycloak"));
    for (String shared : new String[]{"bin", "lib", "conf", "providers", "themes"}) {
      copyTree(home.resolve(shared), copy.resolve(shared));
    }
    return copy;
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(from.relativize(file)),
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static JsonObject realm() {
    return new JsonObject().put("realm", "club").put("enabled", true).put("sslRequired", "none")
        .put("clients", new JsonArray().add(new JsonObject().put("clientId", TestProvider.CLIENT)
            .put("secret", TestProvider.SECRET).put("standardFlowEnabled", true)
            .put("redirectUris", new JsonArray().add(AuthNode.SITE + "/outside/"))))
        .put("users", new JsonArray().add(user("known@people.example", true))
            .add(user("unconfirmed@people.example", false)));
  }

  private static JsonObject user(String email, boolean verified) {
    return new JsonObject().put("username", email).put("email", email).put("enabled", true)
        .put("firstName", "Noor").put("lastName", "Bench").put("emailVerified", verified)
        .put("credentials", new JsonArray().add(new JsonObject().put("type", "password")
            .put("value", PASSWORD)));
  }

  private static void awaitUp() throws Exception {
    long end = System.nanoTime() + STARTS_WITHIN.toNanos();
    URI metadata = URI.create(realm + "/.well-known/openid-configuration");
    while (true) {
      try {
        var answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(metadata).build(),
            HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
          return;
        }
      } catch (IOException notYet) {
        // it is still starting
      }
      if (System.nanoTime() > end || !keycloak.isAlive()) {
        throw new AssertionError(Files.readString(directory.resolve("keycloak.log")));
      }
      Thread.sleep(500);
    }
  }

  /** As a browser would, which takes this machine for secure: the page, the form, where it is sent at last. */
  private static Map<String, String> signIn(String url, String email) throws Exception {
    HttpClient browser = HttpClient.newHttpClient();
    var page = browser.send(HttpRequest.newBuilder(URI.create(url)).build(),
        HttpResponse.BodyHandlers.ofString());
    String cookies = page.headers().allValues("set-cookie").stream().map(each -> each.split(";", 2)[0])
        .collect(Collectors.joining("; "));
    var action = ACTION.matcher(page.body());
    assertThat(action.find()).as(page.body()).isTrue();
    var answer = browser.send(
        HttpRequest.newBuilder(URI.create(action.group(1).replace("&amp;", "&")))
            .header("content-type", "application/x-www-form-urlencoded").header("cookie", cookies)
            .POST(HttpRequest.BodyPublishers.ofString("username=" + encoded(email) + "&password="
                + encoded(PASSWORD)))
            .build(),
        HttpResponse.BodyHandlers.ofString());
    String location = answer.headers().firstValue("location")
        .orElseThrow(() -> new AssertionError(answer.body()));
    assertThat(location).startsWith(AuthNode.SITE + "/outside/?");
    Map<String, String> values = new HashMap<>();
    for (String each : URI.create(location).getRawQuery().split("&", -1)) {
      String[] pair = each.split("=", 2);
      values.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
    }
    return values;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static AuthPayload comeIn(UUID club, String email) throws Exception {
    String url = node.ask(Caller.ANONYMOUS, ProvidersGrpcClient.BeginOutsideLogin,
        BeginOutsideLoginRequest.newBuilder().setClubId(club.toString()).build()).getUrl();
    Map<String, String> back = signIn(url, email);
    assertThat(back).as("who sent it (RFC 9207)").containsEntry("iss", realm);
    return node.ask(Caller.ANONYMOUS, ProvidersGrpcClient.FinishOutsideLogin,
        FinishOutsideLoginRequest.newBuilder().setState(back.getOrDefault("state", ""))
            .setCode(back.getOrDefault("code", "")).setIssuer(back.getOrDefault("iss", "")).build());
  }

  @Test
  void whomKeycloakKnowsIsSignedIn() throws Exception {
    Caller admin = node.newClub();
    OutsideLogins.setProvider(node, admin, realm);
    for (String email : new String[]{"known@people.example", "unconfirmed@people.example"}) {
      node.ask(admin, UsersGrpcClient.CreateUser,
          AuthNode.user(email, "staff"));
    }
    assertThat(comeIn(admin.requireClub(), "known@people.example").getUser().getEmail())
        .isEqualTo("known@people.example");
    assertThat(comeIn(admin.requireClub(), "known@people.example").getToken()).isNotEmpty();
    assertRefused(() -> comeIn(admin.requireClub(), "unconfirmed@people.example"), ErrorCode.UNAUTHENTICATED,
        "NO_SUCH_LOGIN");
  }
}
