package org.reciprocalclubs.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.reciprocalclubs.kit.boot.EmbeddedEndpoints;

/** Speaks to the three services as a program of another kind would, knowing only their endpoints. */
record Clients(EmbeddedEndpoints at) {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  /** What Redis says to AUTH and QUIT. */
  private static final String DONE = "+OK\r\n";
  private static final String CREATE = "{\"name\":\"T\",\"subjects\":[\"t.>\"],\"storage\":\"file\"}";

  Connection postgres() throws SQLException {
    return postgres(SecretFile.read(at.postgres().adminPasswordFile()));
  }

  Connection postgres(String password) throws SQLException {
    EmbeddedEndpoints.Postgres pg = at.postgres();
    String url = "jdbc:postgresql://%s:%d/%s".formatted(pg.host(), pg.port(), pg.database());
    return DriverManager.getConnection(url, pg.adminUser(), password);
  }

  void sql(String... statements) throws SQLException {
    try (var connection = postgres(); var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  String query(String sql) throws SQLException {
    try (var connection = postgres();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** The whole answer, in however many pieces it comes: QUIT makes the server end it. */
  String redis(String command) {
    String auth = "AUTH " + SecretFile.read(at.redis().passwordFile()) + "\r\n";
    try (var socket = new Socket(Loopback.ADDRESS, URI.create(at.redis().url()).getPort())) {
      socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
      socket.getOutputStream().write((auth + command + "\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
      var answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answers).startsWith(DONE).endsWith(DONE);
      return answers.substring(DONE.length(), answers.length() - DONE.length());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a stream in a file and keeps one message in it. */
  void keepOneMessage() {
    nats(publish("$JS.API.STREAM.CREATE.T", CREATE));
    awaitStreams("\"streams\":1");
    nats(publish("t.one", "kept"));
    awaitStreams("\"messages\":1");
  }

  private void nats(String words) {
    String connect = "CONNECT {\"verbose\":false,\"user\":\"%s\",\"pass\":\"%s\"}\r\n".formatted(
        at.nats().user(),
        SecretFile.read(at.nats().passwordFile()));
    try (var socket = new Socket(Loopback.ADDRESS, URI.create(at.nats().url()).getPort())) {
      socket.getOutputStream().write((connect + words + "PING\r\n").getBytes(StandardCharsets.US_ASCII));
      var answers = new BufferedReader(
          new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      assertThat(answers.lines().filter(line -> !line.startsWith("INFO")).findFirst()).contains("PONG");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String publish(String subject, String body) {
    return "PUB %s %d\r\n%s\r\n".formatted(subject, body.length(), body);
  }

  void awaitStreams(String words) {
    await(() -> streams().contains(words));
  }

  private static void await(BooleanSupplier wanted) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!wanted.getAsBoolean()) {
      assertThat(System.nanoTime()).as("patience").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  /** What the NATS server tells about its streams, as JSON without blanks. */
  String streams() {
    int port = URI.create(at.nats().monitorUrl()).getPort();
    return Loopback.ask(port, "GET /jsz?streams=true HTTP/1.0\r\n\r\n").replace(" ", "");
  }

  static Path socket(EmbeddedEndpoints.Postgres postgres) {
    return postgres.socketDirectory().resolve(".s.PGSQL." + postgres.port());
  }
}
