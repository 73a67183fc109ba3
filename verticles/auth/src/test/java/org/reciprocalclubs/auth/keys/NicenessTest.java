package org.reciprocalclubs.auth.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What the kernel says of the threads of this process. */
final class NicenessTest {
  private static final Path TASKS = Path.of("/proc/self/task");
  /** As much of a thread's name as the kernel keeps. */
  private static final String WORKER = "auth-passwords-";
  /** Of {@code /proc/PID/stat}, counted from the field after the name (proc_pid_stat(5), field 19). */
  private static final int NICE_FIELD = 16;

  /** A thread's name and nice value by its id. */
  private record Task(String name, int nice) {}

  private static Map<String, Task> tasks() throws IOException {
    Map<String, Task> tasks = new TreeMap<>();
    List<Path> all;
    try (Stream<Path> listed = Files.list(TASKS)) {
      all = listed.toList();
    }
    for (Path task : all) {
      try {
        String stat = Files.readString(task.resolve("stat"));
        int named = stat.lastIndexOf(')');
        tasks.put(task.getFileName().toString(), new Task(stat.substring(stat.indexOf('(') + 1, named),
            Integer.parseInt(stat.substring(named + 2).split(" ", -1)[NICE_FIELD])));
      } catch (NoSuchFileException ended) {
        // the thread ended meanwhile
      }
    }
    return tasks;
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theThreadThatHashesIsTheNicestAndNoOtherChanges() throws IOException {
    Vertx vertx = Vertx.vertx();
    try {
      Map<String, Task> before = tasks();
      Passwords passwords = new Passwords(vertx, new PasswordCost(64, 1, 1), 10);
      String hash = passwords.hash("correct horse battery").await();
      assertThat(passwords.verify(hash, "correct horse battery").await()).isTrue();
      Map<String, Task> after = tasks();
      assertThat(after.values().stream().filter(task -> task.name().equals(WORKER))).isNotEmpty()
          .allSatisfy(task -> assertThat(task.nice()).isEqualTo(19));
      before.keySet().retainAll(after.keySet());
      // by their nice values alone: a young thread takes its name a moment after it began
      assertThat(before).isNotEmpty()
          .allSatisfy((id, task) -> assertThat(task.nice()).isEqualTo(after.getOrDefault(id, task).nice()));
      passwords.close().await();
    } finally {
      vertx.close().await();
    }
  }
}
