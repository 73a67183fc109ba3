package org.reciprocalclubs.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reciprocalclubs.kit.boot.EmbeddedRequest;

class LocalServicesTest {

  private static final List<String> SERVICES = List.of("postgres", "redis", "nats");

  @TempDir
  Path directory;
  private EmbeddedRequest request;
  private final LocalServices services = new LocalServices();

  @BeforeEach
  void choosePorts() {
    request = FreePorts.request(directory.resolve("data"));
  }

  @AfterEach
  void stop() {
    services.stop();
    ChildJvm.endAll(request);
    assertThat(processesIn(directory)).isEmpty();
  }

  @Test
  void stopping_is_clean_and_the_data_stays() throws Exception {
    var before = new Clients(services.start(request));
    keep(before);
    services.stop();
    assertThat(processesIn(directory)).isEmpty();
    assertThat(request.data().resolve("pids")).isEmptyDirectory();
    services.stop();

    var after = new Clients(services.start(request));
    assertKept(after);
    assertThat(request.data().resolve("logs/postgres.log")).content()
        .contains("database system is shut down").doesNotContain("not properly shut down");
  }

  @Test
  void after_a_kill_of_the_database_what_was_committed_is_there() throws Exception {
    var before = new Clients(services.start(request));
    keep(before);
    String pid = Files.readString(request.data().resolve("pids/postgres")).strip();
    ProcessHandle postgres = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    postgres.destroyForcibly();
    postgres.onExit().get(10, TimeUnit.SECONDS);
    services.stop();

    assertKept(new Clients(services.start(request)));
  }

  @Test
  void after_a_kill_of_the_whole_process_the_next_start_ends_its_orphans() throws Exception {
    Process other = ChildJvm.run(request);
    assertThat(ChildJvm.firstWord(other)).isEqualTo("started");
    List<Long> orphans = processesIn(directory);
    assertThat(orphans).hasSizeGreaterThan(SERVICES.size());
    other.destroyForcibly().waitFor();
    assertThat(orphans).allSatisfy(pid -> assertThat(ProcessHandle.of(pid)).isPresent());

    var clients = new Clients(services.start(request));
    keep(clients);
    assertThat(orphans).noneSatisfy(pid -> assertThat(ProcessHandle.of(pid)).isPresent());
  }

  @Test
  void what_was_kept_survives_the_kill_of_the_whole_process() throws Exception {
    Process other = ChildJvm.run(request);
    assertThat(ChildJvm.firstWord(other)).isEqualTo("started");
    keep(new Clients(Endpoints.of(request)));
    other.destroyForcibly().waitFor();

    assertKept(new Clients(services.start(request)));
  }

  private static void keep(Clients clients) throws SQLException {
    clients.sql("CREATE TABLE kept (what text)", "INSERT INTO kept VALUES ('a visit')");
    assertThat(clients.redis("SET kept value")).endsWith("+OK\r\n");
    clients.keepOneMessage();
  }

  private static void assertKept(Clients clients) throws SQLException {
    assertThat(clients.query("SELECT string_agg(what, ',') FROM kept")).isEqualTo("a visit");
    assertThat(clients.redis("GET kept")).contains("value");
    clients.awaitStreams("\"messages\":1");
  }

  private static List<Long> processesIn(Path directory) {
    return ProcessHandle.allProcesses().filter(p -> {
      try {
        return Files.readSymbolicLink(Path.of("/proc", Long.toString(p.pid()), "cwd")).startsWith(directory);
      } catch (IOException e) {
        return false;
      }
    }).map(ProcessHandle::pid).toList();
  }
}
