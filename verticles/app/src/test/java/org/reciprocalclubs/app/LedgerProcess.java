package org.reciprocalclubs.app;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.devledger.DevelopmentLedger;
import org.reciprocalclubs.devledger.DevelopmentNetwork;

/**
 * The development ledger as a process of its own, and a cable to each of its peers: what befalls the ledger,
 * and the way to it, befalls nothing else. For one thread at a time.
 */
final class LedgerProcess implements AutoCloseable {
  private static final List<String> MSPS = List.of("FederationMSP", "CityMSP", "HarbourMSP");
  private static final Duration START_LIMIT = Duration.ofMinutes(1);
  private static final Duration BATCH = Duration.ofMillis(100);
  private static final int BATCH_MOST = 500;
  private static final String STARTED = "started";

  private final Path directory;
  private final Path log;
  private final List<Cable> cables = new ArrayList<>();
  private @Nullable Process running;
  private int killed;

  private LedgerProcess(Path directory) {
    this.directory = directory;
    this.log = directory.resolveSibling(directory.getFileName() + ".log");
  }

  /** Started on free ports, with its cables plugged in. */
  static LedgerProcess start(Path directory) throws Exception {
    var ledger = new LedgerProcess(directory);
    ledger.startAgain();
    for (int port : ledger.ports()) {
      ledger.cables.add(Cable.to(port));
    }
    ledger.writeProfile();
    return ledger;
  }

  /** What the process does. */
  public static void main(String[] arguments) throws InterruptedException {
    DevelopmentLedger.start(network(Path.of(arguments[0])));
    System.out.println(STARTED);
    Thread.currentThread().join();
  }

  private static DevelopmentNetwork network(Path directory) {
    return new DevelopmentNetwork(directory, MSPS, 0, BATCH, BATCH_MOST);
  }

  /** Where its peers answer since it was started last, in their order. */
  private List<Integer> ports() throws IOException {
    return organisations().stream().map(JsonObject.class::cast).map(each -> each.getString("peer"))
        .map(peer -> Integer.parseInt(peer.substring(peer.lastIndexOf(':') + 1))).toList();
  }

  private JsonArray organisations() throws IOException {
    return new JsonObject(Files.readString(network())).getJsonArray("organisations");
  }

  /** The network as the platform is told of it: its peers are at the other ends of the cables. */
  Path profile() {
    return directory.resolve("cables.json");
  }

  /** The network itself, without cables. */
  Path network() {
    return directory.resolve("network.json");
  }

  private void writeProfile() throws IOException {
    var profile = new JsonObject(Files.readString(network()));
    var organisations = profile.getJsonArray("organisations");
    for (int i = 0; i < cables.size(); i++) {
      organisations.getJsonObject(i).put("peer", "localhost:" + cables.get(i).port());
    }
    Files.writeString(profile(), profile.encode());
  }

  void cables(Cable.Trouble trouble) {
    cables.forEach(cable -> cable.become(trouble));
  }

  /** Who is connected has to connect again. */
  void hangUp() {
    cables.forEach(Cable::hangUp);
  }

  /** The cables lead elsewhere, each to one of these ports. */
  void lead(List<Integer> ports) {
    for (int i = 0; i < cables.size(); i++) {
      cables.get(i).lead(ports.get(i));
    }
  }

  /** The cables lead to the peers again. */
  void leadBack() throws IOException {
    lead(ports());
  }

  /** How often the cables began to keep something back, or answered by themselves. */
  int troubled() {
    return cables.stream().mapToInt(Cable::troubled).sum();
  }

  /** How many peers there are. */
  int size() {
    return MSPS.size();
  }

  /** The keys of a peer, by its place. */
  Path keys(int peer) {
    return directory.resolve(MSPS.get(peer));
  }

  /** As a power cut would end it. */
  void kill() throws InterruptedException {
    Objects.requireNonNull(running).destroyForcibly().waitFor();
    killed++;
  }

  int killed() {
    return killed;
  }

  void startAgain() throws Exception {
    var process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
        "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-XX:+UseSerialGC",
        "-Xmx256m", "-cp", System.getProperty("java.class.path"), LedgerProcess.class.getName(),
        directory.toString()).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.to(log.toFile())).start();
    running = process;
    long end = System.nanoTime() + START_LIMIT.toNanos();
    while (Files.readString(log).lines().noneMatch(STARTED::equals)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new AssertionError("The ledger did not start:\n" + Files.readString(log));
      }
      process.waitFor(100, TimeUnit.MILLISECONDS);
    }
    leadBack();
  }

  /** The same ledger in this process, for whoever reads its blocks; the other has ended. */
  DevelopmentLedger opened() throws InterruptedException {
    kill();
    return DevelopmentLedger.start(network(directory));
  }

  @Override
  public void close() throws InterruptedException {
    cables.forEach(Cable::close);
    if (running != null) {
      running.destroyForcibly().waitFor();
    }
  }
}
