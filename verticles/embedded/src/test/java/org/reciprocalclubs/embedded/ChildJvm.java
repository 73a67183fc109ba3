package org.reciprocalclubs.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.boot.EmbeddedFailure;
import org.reciprocalclubs.kit.boot.EmbeddedRequest;

/** Another JVM that starts the services, says so on its first line, and waits to be killed. */
final class ChildJvm {

  private ChildJvm() {}

  public static void main(String[] args) throws InterruptedException {
    try {
      new LocalServices().start(new EmbeddedRequest(Path.of(args[0]), Integer.parseInt(args[1])));
    } catch (EmbeddedFailure e) {
      System.out.println(e.getMessage());
      System.exit(1);
    }
    System.out.println("started");
    Thread.currentThread().join();
  }

  static Process run(EmbeddedRequest request) throws IOException {
    return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
        System.getProperty("java.class.path"), ChildJvm.class.getName(), request.data().toString(),
        Integer.toString(request.portBase())).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  /** The line that it says when it has started, or why it has not. */
  static String firstWord(Process process) throws IOException {
    var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    @Nullable
    String line = reader.readLine();
    while (line != null && !line.equals("started") && !line.endsWith(".")) {
      line = reader.readLine();
    }
    return line == null ? "" : line;
  }

  /** Ends what a failed test may have left running on this data: the JVMs, then the servers. */
  static void endAll(EmbeddedRequest request) {
    ProcessHandle.current().children()
        .filter(child -> child.info().commandLine().orElse("").contains(ChildJvm.class.getName()))
        .forEach(child -> {
          child.destroyForcibly();
          child.onExit().join();
        });
    for (String server : List.of("nats", "redis", "postgres")) {
      Orphans.stop(server, request.data().resolve(server), Child.Stop.POSTGRES);
    }
  }
}
