package org.reciprocalclubs.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Servers that outlived the process which started them. They are known by name and working directory, not by
 * a written pid: a pid may be lost with the killed process or belong to a stranger by now. The caller holds
 * the data directory's lock, so whatever runs in it is nobody's.
 */
final class Orphans {

  private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);

  private Orphans() {}

  /**
   * Stops each process whose name begins with {@code command} that works in {@code home}; parents before
   * the children they started.
   */
  static void stop(String command, Path home, Child.Stop how) {
    ProcessHandle.allProcesses().sorted().filter(p -> runs(p, command, home)).forEach(orphan -> {
      LOG.atInfo().addKeyValue("command", command).addKeyValue("pid", orphan.pid()).log("Stopping an orphan");
      how.end(orphan);
    });
  }

  private static boolean runs(ProcessHandle process, String command, Path home) {
    Path proc = Path.of("/proc", Long.toString(process.pid()));
    try {
      return Files.readString(proc.resolve("comm")).startsWith(command)
          && Files.readSymbolicLink(proc.resolve("cwd")).equals(home);
    } catch (IOException e) {
      return false; // gone meanwhile, or another user's
    }
  }
}
