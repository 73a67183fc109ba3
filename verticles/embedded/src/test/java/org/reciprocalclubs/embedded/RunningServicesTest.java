package org.reciprocalclubs.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.reciprocalclubs.kit.boot.EmbeddedEndpoints;
import org.reciprocalclubs.kit.boot.EmbeddedRequest;
import org.reciprocalclubs.kit.boot.EmbeddedServices;

/** What the services are like while they run. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunningServicesTest {

  private static final List<String> SERVICES = List.of("postgres", "redis", "nats");

  private final LocalServices services = new LocalServices();
  private final EmbeddedRequest request;
  private final EmbeddedEndpoints endpoints;

  RunningServicesTest(@TempDir Path directory) {
    request = FreePorts.request(directory.resolve("data"));
    endpoints = services.start(request);
  }

  @AfterAll
  void stop() {
    services.stop();
  }

  @Test
  void the_room_is_found_by_its_interface() {
    assertThat(ServiceLoader.load(EmbeddedServices.class)).hasExactlyElementsOfTypes(LocalServices.class);
  }

  @Test
  void all_three_answer_to_their_password_only() throws SQLException {
    var clients = new Clients(endpoints);

    assertThat(clients.query("SELECT 1")).isEqualTo("1");
    assertThatThrownBy(() -> clients.postgres("wrong")).isInstanceOf(SQLException.class);
    assertThat(clients.redis("GET absent")).contains("$-1");
    assertThat(Loopback.ask(request.redisPort(), "GET absent\r\n")).startsWith("-NOAUTH");
    assertThat(Loopback.ask(request.natsPort(), "")).contains("\"auth_required\":true", "\"jetstream\":true");
    assertThat(Clients.socket(clients.at().postgres())).exists();
  }

  @Test
  void the_ledgers_profile_names_a_peer_on_each_of_its_ports() throws IOException {
    assertThat(endpoints.ledger().profile()).isEqualTo(request.data().resolve("ledger/network.json"))
        .content()
        .contains("\"kind\":\"development\"", "\"FederationMSP\"", "127.0.0.1:" + request.ledgerPort());
    for (int i = 0; i < 3; i++) {
      int port = request.ledgerPort() + i;
      assertThatThrownBy(() -> Loopback.requireFree(port, "the test")).hasMessageContaining("is taken");
    }
  }

  @Test
  void a_commit_is_on_the_disk_before_it_is_answered() throws SQLException {
    var clients = new Clients(endpoints);

    for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
      assertThat(clients.query("SELECT current_setting('" + setting + "')")).as(setting).isEqualTo("on");
    }
    assertThat(clients.query("SELECT current_setting('server_version')")).startsWith("18.");
    assertThat(clients.redis("CONFIG GET appendonly")).contains("yes");
  }

  @Test
  void secrets_are_readable_by_their_owner_only() throws IOException {
    try (var files = Files.list(request.data().resolve("secrets"))) {
      assertThat(files).hasSize(SERVICES.size()).allSatisfy(
          file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
              .isEqualTo("rw-------"));
    }
    assertThat(Files.getPosixFilePermissions(request.data().resolve("run/redis.conf"))).hasSize(2);
  }

  @Test
  void a_key_press_at_the_terminal_reaches_none_of_them() throws IOException {
    for (String service : SERVICES) {
      String pid = Files.readString(request.data().resolve("pids").resolve(service)).strip();
      String afterName = Files.readString(Path.of("/proc", pid, "stat")).replaceFirst(".*\\) ", "");
      assertThat(afterName.split(" ", -1)[3]).as("session of " + service).isEqualTo(pid);
    }
  }
}
