package org.reciprocalclubs.ledger.transactions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A network of Fabric's own programs, run natively by {@code fabric/network/up} from FABRIC_BIN. */
final class FabricGrounds implements Grounds {
  private static final long MINUTES = 5;
  /** A directory with the chaincode's jars; without it they are built. */
  private static final String CHAINCODE = "FABRIC_CHAINCODE";
  private final Path data;

  FabricGrounds(Path data) {
    this.data = data;
  }

  /** Starts what does not run, and returns when a call was endorsed through every peer. */
  FabricGrounds up() {
    var built = System.getenv(CHAINCODE);
    if (built == null) {
      run("up", "--data", data.toString());
    } else {
      run("up", "--data", data.toString(), "--chaincode", built);
    }
    return this;
  }

  @Override
  public Path profile() {
    return data.resolve("network.json");
  }

  @Override
  public void stopPeer(String msp) {
    kill("peer." + msp.replace("MSP", "").toLowerCase(Locale.ROOT));
  }

  @Override
  public void startPeer(String msp) {
    up();
  }

  @Override
  public void stopOrderers() {
    try (var pids = Files.list(data.resolve("pids"))) {
      pids.map(each -> each.getFileName().toString()).filter(each -> each.startsWith("orderer"))
          .forEach(this::kill);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public void startOrderers() {
    up();
  }

  /** As a power failure would: without a word. */
  private void kill(String name) {
    try {
      long pid = Long.parseLong(Files.readString(data.resolve("pids").resolve(name)).strip());
      ProcessHandle.of(pid).ifPresent(process -> {
        process.destroyForcibly();
        process.onExit().join();
      });
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static void run(String script, String... options) {
    var command = new ArrayList<String>();
    command.add(root().resolve("fabric/network").resolve(script).toString());
    command.addAll(List.of(options));
    try {
      var process = new ProcessBuilder(command).inheritIO().start();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new AssertionError("failed: " + command);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static Path root() {
    var folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("codecs"))) {
      folder = Objects.requireNonNull(folder.getParent());
    }
    return folder;
  }

  @Override
  public void close() {
    run("down", "--data", data.toString());
  }
}
