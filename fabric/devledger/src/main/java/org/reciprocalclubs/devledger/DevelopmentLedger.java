package org.reciprocalclubs.devledger;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.hyperledger.fabric.shim.Chaincode;
import org.reciprocalclubs.chaincode.ClubsChaincode;

/**
 * A ledger for development and tests: the Fabric Gateway's gRPC interface, one TLS port on loopback for
 * each organisation's peer, over the same contracts on the real shim. Clients use it as they use real
 * peers, by the profile that it writes. One process holds every organisation's keys: it proves nothing to
 * anybody.
 *
 * <pre>{@code
 * var msps = List.of("FederationMSP", "CityMSP", "HarbourMSP");
 * var network = new DevelopmentNetwork(Path.of("data/ledger"), msps, 8450, Duration.ofMillis(100), 500);
 * try (var ledger = DevelopmentLedger.start(network)) {
 *   connect(ledger.profile());
 * }
 * }</pre>
 *
 * What was reported as committed is on the disk and survives the process. Thread-safe.
 */
public final class DevelopmentLedger implements AutoCloseable {

  /**
   * The shim tells of each refusal as of a failure; held here because the JDK forgets loggers that nobody
   * holds.
   */
  private static final Logger SHIM = Logger.getLogger("org.hyperledger.fabric");
  private static final Logger SHIM_CALLS = Logger
      .getLogger("org.hyperledger.fabric.shim.impl.ChaincodeInvocationTask");

  private final Path directory;
  private final DirectoryLock lock;
  private final Map<String, PeerServer> peers = new LinkedHashMap<>();
  private final Map<String, GatewayService> gateways = new LinkedHashMap<>();
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
  private final Contracts contracts;
  private final Chain chain;
  private final Orderer orderer;

  private DevelopmentLedger(DevelopmentNetwork network, DirectoryLock lock, Supplier<Chaincode> chaincode) {
    SHIM.setLevel(Level.WARNING);
    SHIM_CALLS.setLevel(Level.OFF);
    this.directory = network.directory();
    this.lock = lock;
    var opening = CompletableFuture.supplyAsync(chaincode);
    Map<String, Organisation> organisations = new LinkedHashMap<>();
    network.msps().forEach(msp -> organisations.put(msp, Organisation.ofPeer(directory, msp)));
    var ordering = Organisation.ofOrderer(directory);
    Map<String, X509Certificate> roots = new LinkedHashMap<>();
    organisations.forEach((msp, organisation) -> roots.put(msp, organisation.root()));
    this.chain = Chain.open(directory, ordering.node(), new ChannelConfig(roots, ordering.root()));
    this.orderer = new Orderer(chain, network.batchTimeout(), network.batchMost());
    this.contracts = contracts(opening);
    int port = network.portBase();
    for (var organisation : organisations.values()) {
      peers.put(organisation.msp(), new PeerServer(organisation, port == 0 ? 0 : port++, calls));
    }
    serve(new Membership(roots), organisations);
  }

  private Contracts contracts(CompletableFuture<Chaincode> opening) {
    try {
      return new Contracts(opening.join());
    } catch (CompletionException e) {
      chain.close();
      throw new LedgerFailure("The contracts cannot be opened: " + e.getCause(), e);
    }
  }

  private void serve(Membership membership, Map<String, Organisation> organisations) {
    var access = new Access(membership, chain);
    var waits = new CommitWaits(chain);
    Map<String, SigningIdentity> identities = organisations.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> each.getValue().node()));
    var others = new Neighbours(peers, identities);
    for (var msp : peers.keySet()) {
      var endorsing = new Endorsing(msp, others, chain, contracts, access);
      gateways.put(msp, new GatewayService(endorsing, chain, orderer, access, waits));
    }
  }

  private record Neighbours(Map<String, PeerServer> servers, Map<String, SigningIdentity> identities)
      implements
        Peers {

    @Override
    public List<String> up() {
      return servers.keySet().stream().filter(msp -> of(msp).isUp()).toList();
    }

    @Override
    public List<String> all() {
      return List.copyOf(servers.keySet());
    }

    @Override
    public String address(String msp) {
      return of(msp).address();
    }

    private PeerServer of(String msp) {
      return java.util.Objects.requireNonNull(servers.get(msp));
    }
  }

  /**
   * Starts with the clubs' contracts: makes keys and the first block where there are none, recovers what is
   * there, and returns when every peer answers. Blocks for a second or so.
   *
   * @throws LedgerFailure where a block is damaged or missing, a port is taken or the directory is in use
   */
  public static DevelopmentLedger start(DevelopmentNetwork network) {
    return start(network, ClubsChaincode::router);
  }

  /** The same with other contracts. */
  public static DevelopmentLedger start(DevelopmentNetwork network, Supplier<Chaincode> chaincode) {
    var lock = DirectoryLock.hold(Pem.privateDirectory(network.directory()));
    DevelopmentLedger ledger;
    try {
      ledger = new DevelopmentLedger(network, lock, chaincode);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
    try {
      ledger.orderer.start();
      network.msps().forEach(ledger::startPeer);
      NetworkProfile.write(network.directory(), List.copyOf(ledger.peers.values()));
      return ledger;
    } catch (RuntimeException e) {
      ledger.close();
      throw e;
    }
  }

  /** The file that tells clients how to connect. */
  public Path profile() {
    return directory.resolve(NetworkProfile.FILE);
  }

  /**
   * Closes the port of this organisation's peer: its clients are cut off and it does not endorse for
   * others.
   */
  public void stopPeer(String msp) {
    peer(msp).stop();
  }

  /** Opens it again, on the same port. */
  public void startPeer(String msp) {
    peer(msp).start(java.util.Objects.requireNonNull(gateways.get(msp)));
  }

  private PeerServer peer(String msp) {
    PeerServer peer = peers.get(msp);
    if (peer == null) {
      throw new IllegalArgumentException("No organisation of this network: " + msp);
    }
    return peer;
  }

  /** Submitting is refused from now on, and what was submitted and stands in no block yet is lost. */
  public void stopOrderer() {
    orderer.stop();
  }

  public void startOrderer() {
    orderer.start();
  }

  /** The number of blocks; the last one's number is one less. */
  public long height() {
    return chain.height();
  }

  /**
   * A block for an auditor: the bytes of Fabric's {@code common.Block}.
   *
   * @throws IllegalArgumentException where there is no such block
   */
  public byte[] block(long number) {
    return chain.blockBytes(number).toByteArray();
  }

  /** Orders what was submitted, closes every port and gives the directory free. Safe to call again. */
  @Override
  public void close() {
    try {
      orderer.close();
    } finally {
      closePeers();
      if (orderer.hasEnded()) {
        lock.close();
      }
    }
  }

  private void closePeers() {
    try {
      peers.values().forEach(PeerServer::stop);
      contracts.close();
      calls.shutdown();
    } finally {
      chain.close();
    }
  }
}
