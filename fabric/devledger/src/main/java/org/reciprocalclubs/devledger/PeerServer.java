package org.reciprocalclubs.devledger;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The port of one organisation's peer: TLS on loopback. It may be closed and opened again. Thread-safe. */
final class PeerServer {

  static final String HOST = "127.0.0.1";
  /** As a peer's default for what clients may ping. */
  private static final Duration PING_MOST_EVERY = Duration.ofSeconds(10);
  private static final int MESSAGE_BYTES_MOST = 4 * Orderer.ENVELOPE_BYTES_MOST;
  private static final Duration CLOSES_WITHIN = Duration.ofSeconds(5);

  private final Organisation organisation;
  private final Executor calls;
  private int port;
  private volatile @Nullable Server server;
  private @Nullable EventLoopGroup loop;
  private Connections connections = new Connections();

  /** @param port 0 takes a free one, and the same again later */
  PeerServer(Organisation organisation, int port, Executor calls) {
    this.organisation = organisation;
    this.port = port;
    this.calls = calls;
  }

  synchronized void start(BindableService gateway) {
    if (server != null) {
      return;
    }
    var threads = new NioEventLoopGroup(1, Thread.ofPlatform().name(organisation.serverName()).factory());
    try {
      var credentials = TlsServerCredentials.create(organisation.file("tls.pem").toFile(),
          organisation.file("tls.key").toFile());
      var address = new InetSocketAddress(InetAddress.ofLiteral(HOST), port);
      var accepted = new Connections();
      var started = NettyServerBuilder.forAddress(address, credentials).executor(calls)
          .channelFactory(accepted::accepting)
          .bossEventLoopGroup(threads).workerEventLoopGroup(threads)
          .maxInboundMessageSize(MESSAGE_BYTES_MOST).permitKeepAliveWithoutCalls(true)
          .permitKeepAliveTime(PING_MOST_EVERY.toSeconds(), TimeUnit.SECONDS)
          .intercept(new CallLimit()).addService(gateway).build().start();
      loop = threads;
      connections = accepted;
      port = started.getPort();
      server = started;
    } catch (IOException e) {
      threads.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
      throw new LedgerFailure(
          ("Port %d on %s, which the peer of %s needs, is taken or cannot be opened: stop what"
              + " uses it or choose another port base.").formatted(port, HOST, organisation.msp()),
          e);
    }
  }

  synchronized void stop() {
    Server stopping = server;
    server = null;
    try {
      if (stopping != null) {
        connections.cut();
        stopping.shutdownNow().awaitTermination(CLOSES_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (stopping != null && loop != null) {
        loop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
      }
    }
  }

  boolean isUp() {
    return server != null;
  }

  synchronized String address() {
    return HOST + ":" + port;
  }

  Organisation organisation() {
    return organisation;
  }
}
