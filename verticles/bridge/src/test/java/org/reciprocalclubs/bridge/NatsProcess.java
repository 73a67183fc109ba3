package org.reciprocalclubs.bridge;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.Subjects;
import org.reciprocalclubs.kit.boot.Secret;
import org.reciprocalclubs.kit.boot.Size;
import org.reciprocalclubs.kit.store.Eventually;

/**
 * A nats-server with JetStream as a child of the test: may be killed and started again on its port and its
 * store.
 */
final class NatsProcess implements AutoCloseable {
  private final int port = freePort();
  private final Path store;
  private @Nullable Process process;

  NatsProcess(Path store) {
    this.store = store;
  }

  NatsProcess start() {
    try {
      process = new ProcessBuilder("/usr/sbin/nats-server", "-a", "127.0.0.1", "-p", String.valueOf(port),
          "-js", "-sd", store.toString()).redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Eventually.until("NATS answers", this::answers);
    return this;
  }

  /** As kill -9 does. */
  void kill() {
    Process running = Objects.requireNonNull(process);
    running.destroyForcibly();
    running.onExit().join();
  }

  BridgeSettings settings(Duration dedupeWindow) {
    return settings(new BridgeSettings.Stream(BridgeSettings.Storage.FILE, Duration.ofDays(30),
        Size.parse("64MiB"), 1, dedupeWindow));
  }

  BridgeSettings settings(BridgeSettings.Stream stream) {
    return new BridgeSettings(url(), "", Secret.NONE, Duration.ofSeconds(2), Duration.ofMillis(100),
        Duration.ofSeconds(2), 16, 100_000, 100, stream);
  }

  String url() {
    return "nats://127.0.0.1:" + port;
  }

  /** Everything in stream CLUBS, in its order. */
  List<MessageInfo> messages() {
    return ask(connection -> {
      var server = connection.jetStreamManagement();
      var state = server.getStreamInfo(Subjects.CLUBS).getStreamState();
      var found = new ArrayList<MessageInfo>();
      for (long seq = state.getFirstSequence(); state.getMsgCount() > 0
          && seq <= state.getLastSequence(); seq++) {
        present(server, seq).ifPresent(found::add);
      }
      return found;
    });
  }

  private static Optional<MessageInfo> present(JetStreamManagement server, long sequence)
      throws IOException, JetStreamApiException {
    try {
      return Optional.of(server.getMessage(Subjects.CLUBS, sequence));
    } catch (JetStreamApiException deleted) {
      if (deleted.getErrorCode() != 404) {
        throw deleted;
      }
      return Optional.empty();
    }
  }

  static String header(MessageInfo message, String name) {
    return Objects.requireNonNull(Objects.requireNonNull(message.getHeaders()).getFirst(name));
  }

  List<String> messageIds() {
    return messages().stream().map(each -> header(each, "Nats-Msg-Id")).toList();
  }

  long count() {
    return ask(connection -> {
      try {
        return connection.jetStreamManagement().getStreamInfo(Subjects.CLUBS).getStreamState().getMsgCount();
      } catch (JetStreamApiException none) {
        return 0L;
      }
    });
  }

  StreamConfiguration configuration() {
    return ask(
        connection -> connection.jetStreamManagement().getStreamInfo(Subjects.CLUBS).getConfiguration());
  }

  /** Takes the newest message away. */
  void deleteNewest() {
    ask(connection -> {
      var server = connection.jetStreamManagement();
      return server.deleteMessage(Subjects.CLUBS,
          server.getStreamInfo(Subjects.CLUBS).getStreamState().getLastSequence());
    });
  }

  /** What somebody else publishes there. */
  void publishForeign() {
    ask(connection -> connection.jetStream().publish("clubs.somebody.else", new byte[]{1}));
  }

  private interface Question<T> {
    T ask(Connection connection) throws IOException, JetStreamApiException;
  }

  @SuppressWarnings("try") // closing the connection may be interrupted; that is said as any other failure is
  private <T> T ask(Question<T> question) {
    try (var connection = Nats.connect(url())) {
      return question.ask(connection);
    } catch (IOException | JetStreamApiException | InterruptedException failure) {
      throw new IllegalStateException("NATS cannot be asked", failure);
    }
  }

  private boolean answers() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 200);
      return socket.getInputStream().read() == 'I';
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    var running = process;
    if (running != null) {
      running.destroyForcibly();
      running.onExit().join();
    }
  }
}
