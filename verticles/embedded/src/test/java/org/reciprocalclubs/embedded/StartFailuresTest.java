package org.reciprocalclubs.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reciprocalclubs.kit.boot.EmbeddedFailure;
import org.reciprocalclubs.kit.boot.EmbeddedRequest;

/** Each way in which a start can fail says what is wrong in one sentence and leaves nothing running. */
class StartFailuresTest {

  @TempDir
  Path directory;
  private EmbeddedRequest request;
  private final LocalServices services = new LocalServices();

  @BeforeEach
  void choosePorts() {
    request = FreePorts.request(directory.resolve("data"));
  }

  @AfterEach
  void nothingRuns() {
    assertThat(services.allRun()).isFalse();
    services.stop();
    ChildJvm.endAll(request);
  }

  private void assertRefused(EmbeddedRequest refused, String... words) {
    assertThatThrownBy(() -> services.start(refused)).isInstanceOf(EmbeddedFailure.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(words).doesNotContain("\n"));
  }

  @Test
  void a_taken_port_is_named_with_the_service_that_needs_it() throws IOException {
    var taken = request.redisPort();
    try (var stranger = new ServerSocket(taken, 1, Loopback.ADDRESS)) {
      assertRefused(request, "Port " + stranger.getLocalPort(), "Redis", "--port-base");
    }
    try (var stranger = new ServerSocket(request.ledgerPort() + 2, 1, Loopback.ADDRESS)) {
      assertRefused(request, "Port " + stranger.getLocalPort(), "the development ledger", "--port-base");
    }
    services.start(request);
    services.stop();
  }

  @Test
  void a_second_start_on_the_same_data_names_the_process_that_holds_it() throws Exception {
    Process other = ChildJvm.run(request);
    assertThat(ChildJvm.firstWord(other)).isEqualTo("started");

    assertRefused(FreePorts.request(request.data()), "in use by process " + other.pid());

    other.destroyForcibly().waitFor();
    services.start(request);
    var second = new LocalServices();
    assertThatThrownBy(() -> second.start(FreePorts.request(request.data())))
        .isInstanceOf(EmbeddedFailure.class)
        .hasMessageContaining("in use by process " + ProcessHandle.current().pid());
    Process third = ChildJvm.run(FreePorts.request(request.data()));
    assertThat(ChildJvm.firstWord(third)).as("the refused start kept our lock")
        .contains("in use by process " + ProcessHandle.current().pid());
    services.stop();
  }

  @Test
  void a_file_in_the_place_of_the_directory_is_refused() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "not a directory");

    assertRefused(FreePorts.request(file), "cannot be written", file.toString());
    assertRefused(FreePorts.request(file.resolve("data")), "cannot be written", "--data");
  }

  @Test
  void a_file_system_that_is_read_only_is_refused() throws Exception {
    mounted("ro",
        () -> assertRefused(FreePorts.request(directory.resolve("mount")), "cannot be written", "Read-only"));
  }

  @Test
  void a_file_system_without_room_is_refused() throws Exception {
    mounted("size=8m",
        () -> assertRefused(FreePorts.request(directory.resolve("mount")), "MiB free", "needed"));
  }

  @Test
  void data_of_another_version_of_postgresql_is_left_alone() throws IOException {
    Path version = Files.createDirectories(request.data().resolve("postgres")).resolve("PG_VERSION");
    Files.writeString(version, "15\n");

    assertRefused(request, "PostgreSQL 15", "PostgreSQL 18", "--data");
    assertThat(version).content().isEqualTo("15\n");
  }

  @Test
  void a_server_that_cannot_start_says_why() throws IOException {
    services.start(request);
    services.stop();
    Files.delete(request.data().resolve("postgres/global/pg_control"));

    assertRefused(request, "postgres did not start", "pg_control", "postgres.log");
  }

  @Test
  void a_ledger_whose_chain_is_damaged_names_the_block_and_starts_nothing() throws IOException {
    services.start(request);
    services.stop();
    Path blocks = request.data().resolve("ledger/blocks");
    byte[] bytes = Files.readAllBytes(blocks);
    bytes[bytes.length / 2] ^= 1;
    Files.write(blocks, bytes);

    assertRefused(request, "Block 0", "ledger/blocks", "restore");
  }

  private void mounted(String options, Runnable test) throws IOException, InterruptedException {
    Path mount = Files.createDirectories(directory.resolve("mount"));
    boolean done = run("mount", "-t", "tmpfs", "-o", options, "tmpfs", mount.toString());
    assumeTrue(done, "needs the right to mount a file system");
    try {
      test.run();
    } finally {
      assertThat(run("umount", mount.toString())).isTrue();
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start().waitFor() == 0;
  }
}
