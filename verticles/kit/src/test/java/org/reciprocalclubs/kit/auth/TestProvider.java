package org.reciprocalclubs.kit.auth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A provider of OpenID Connect on this machine, with the parts that a relying party sees: metadata, keys, a
 * page to sign in on, and codes with PKCE that are good once. Thread-safe.
 */
public final class TestProvider implements AutoCloseable {
  public static final String CLIENT = "reciprocal-clubs";
  public static final String SECRET = "a secret of the tests";
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final int FOUND = 302;
  private static final int MINUTES = 60;

  private final HttpServer server;
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
  private volatile KeyPair keys = pair();
  private volatile String kid = "first";
  private volatile String page;
  /** What an ID token says, before it is signed. */
  private volatile UnaryOperator<JsonObject> claims = UnaryOperator.identity();

  private TestProvider(HttpServer server) {
    this.server = server;
    page = "http://localhost:" + server.getAddress().getPort() + "/authorize";
  }

  public static TestProvider start() throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    TestProvider provider = new TestProvider(server);
    server.createContext("/.well-known/openid-configuration",
        exchange -> json(exchange, 200, provider.metadata()));
    server.createContext("/keys", exchange -> json(exchange, 200, provider.jwks()));
    server.createContext("/authorize", provider::authorize);
    server.createContext("/token", provider::token);
    server.start();
    return provider;
  }

  public String issuer() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** Says something else than it should, until it is told another. */
  public void saying(UnaryOperator<JsonObject> other) {
    claims = other;
  }

  /** Says that people sign in there. */
  public void sendingTo(String other) {
    page = other;
  }

  /** Signs with another key from now on. */
  public void rotate() {
    keys = pair();
    kid = UUID.randomUUID().toString();
  }

  private JsonObject metadata() {
    return new JsonObject().put("issuer", issuer()).put("authorization_endpoint", page)
        .put("token_endpoint", issuer() + "/token").put("jwks_uri", issuer() + "/keys")
        .put("response_types_supported", new JsonArray().add("code"))
        .put("subject_types_supported", new JsonArray().add("public"))
        .put("id_token_signing_alg_values_supported", new JsonArray().add("RS256"));
  }

  private JsonObject jwks() {
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    return new JsonObject().put("keys",
        new JsonArray().add(new JsonObject().put("kty", "RSA").put("use", "sig")
            .put("alg", "RS256").put("kid", kid).put("n", number(key.getModulus()))
            .put("e", number(key.getPublicExponent()))));
  }

  private static String number(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int from = bytes[0] == 0 ? 1 : 0;
    return BASE64.encodeToString(Arrays.copyOfRange(bytes, from, bytes.length));
  }

  /** The page where one types one's address, and what follows. */
  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> asked = form(exchange.getRequestURI().getRawQuery());
    if ("GET".equals(exchange.getRequestMethod())) {
      answer(exchange, 200, "text/html", "<!doctype html><title>Sign in</title><form method=post>"
          + "<label>Address <input name=email></label><button>Sign in</button></form>");
      return;
    }
    asked.put("email", form(body(exchange)).get("email"));
    String code = UUID.randomUUID().toString();
    codes.put(code, asked);
    exchange.getResponseHeaders().add("location",
        asked.get("redirect_uri") + "?code=" + code + "&state=" + encoded(value(asked, "state")));
    exchange.sendResponseHeaders(FOUND, -1);
    exchange.close();
  }

  /** Signs somebody in as their browser would: where the provider then sends it. */
  public URI signIn(String url, String email) throws IOException, InterruptedException {
    var answer = HttpClient.newHttpClient().send(
        HttpRequest.newBuilder(URI.create(url)).header("content-type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("email=" + encoded(email))).build(),
        HttpResponse.BodyHandlers.discarding());
    return URI.create(answer.headers().firstValue("location").orElseThrow());
  }

  private void token(HttpExchange exchange) throws IOException {
    Map<String, String> sent = form(body(exchange));
    Map<String, String> asked = codes.remove(String.valueOf(sent.get("code")));
    String basic = "Basic " + Base64.getEncoder()
        .encodeToString((encoded(CLIENT) + ":" + encoded(SECRET)).getBytes(StandardCharsets.UTF_8));
    if (!basic.equals(exchange.getRequestHeaders().getFirst("authorization"))) {
      json(exchange, 401, new JsonObject().put("error", "invalid_client"));
    } else if (asked == null || !Objects.equals(asked.get("redirect_uri"), sent.get("redirect_uri"))
        || !challenge(value(sent, "code_verifier")).equals(asked.get("code_challenge"))) {
      json(exchange, 400, new JsonObject().put("error", "invalid_grant"));
    } else {
      json(exchange, 200, new JsonObject().put("access_token", UUID.randomUUID().toString())
          .put("token_type", "Bearer").put("expires_in", 300)
          .put("id_token", idToken(value(asked, "email"), asked.get("nonce"))));
    }
  }

  private static String challenge(String verifier) {
    try {
      return BASE64.encodeToString(MessageDigest.getInstance("SHA-256")
          .digest(String.valueOf(verifier).getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An ID token about whoever has that address. */
  public String idToken(String email, @Nullable String nonce) {
    long now = Instant.now().getEpochSecond();
    JsonObject said = new JsonObject().put("iss", issuer()).put("aud", CLIENT).put("sub", "of " + email)
        .put("email", email).put("email_verified", true).put("iat", now).put("exp", now + 5 * MINUTES)
        .put("jti", UUID.randomUUID().toString());
    if (nonce != null) {
      said.put("nonce", nonce);
    }
    return signed(claims.apply(said));
  }

  private String signed(JsonObject said) {
    JsonObject header = new JsonObject().put("alg", "RS256").put("typ", "JWT").put("kid", kid);
    String both = part(header) + "." + part(said);
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.getPrivate());
      signature.update(both.getBytes(StandardCharsets.US_ASCII));
      return both + "." + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String part(JsonObject json) {
    return BASE64.encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> form(@Nullable String text) {
    Map<String, String> fields = new HashMap<>();
    for (String each : String.valueOf(text).split("&", -1)) {
      int at = each.indexOf('=');
      if (at > 0) {
        fields.put(each.substring(0, at), URLDecoder.decode(each.substring(at + 1), StandardCharsets.UTF_8));
      }
    }
    return fields;
  }

  private static String value(Map<String, String> fields, String name) {
    return fields.getOrDefault(name, "");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String body(HttpExchange exchange) throws IOException {
    return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static void json(HttpExchange exchange, int status, JsonObject body) throws IOException {
    answer(exchange, status, "application/json", body.encode());
  }

  private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("content-type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
