package org.reciprocalclubs.ledger.fabric;

import io.grpc.ConnectivityState;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hyperledger.fabric.client.Gateway;
import org.hyperledger.fabric.client.identity.Signer;
import org.hyperledger.fabric.client.identity.Signers;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.ledger.fabric.NetworkProfile.Organisation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One organisation's way to the ledger: the channel to its peer, and the identity that signs. Its files are
 * looked at now and then; when they change it signs, and trusts, by what they hold now. Thread-safe.
 */
final class OrganisationGateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OrganisationGateway.class);
  /** Peers of Fabric refuse probes that come more often than once a minute. */
  private static final Duration KEEP_ALIVE = Duration.ofMinutes(2);
  private static final Duration KEEP_ALIVE_ANSWER = Duration.ofSeconds(20);
  /** How long a call waits for a connection that was lost before it says that the peer is away. */
  private static final Duration RECONNECT = Duration.ofSeconds(1);

  /** What a call is made with, from its beginning to its end; replaced as a whole. */
  record Opened(OrganisationFiles files, ManagedChannel channel, Gateway gateway, Signer signer) {
    /** Signs as the identity that the gateway has. */
    byte[] sign(byte[] digest) {
      try {
        return signer.sign(digest);
      } catch (GeneralSecurityException broken) {
        throw new IllegalStateException("The key of " + msp() + " cannot sign", broken);
      }
    }

    String msp() {
      return files.identity().getMspId();
    }

    /** The certificate with which this signs, PEM. */
    byte[] credentials() {
      return files.identity().getCredentials();
    }
  }

  private final Organisation organisation;
  private final Waits waits;
  private volatile Opened opened;
  private volatile long nextLookNanos;
  private volatile boolean readable = true;

  /**
   * Connects when it is first used.
   *
   * @throws IOException when its files are not an identity
   */
  OrganisationGateway(Organisation organisation, Waits waits) throws IOException {
    this.organisation = organisation;
    this.waits = waits;
    opened = open(OrganisationFiles.read(organisation), null);
    nextLookNanos = System.nanoTime() + waits.files().toNanos();
  }

  Organisation organisation() {
    return organisation;
  }

  /** What to call with, connected where that could be had within a moment. */
  Opened opened() {
    look();
    var now = opened;
    connect(now.channel());
    return now;
  }

  Standing standing() {
    var now = opened;
    var state = now.channel().getState(true);
    if (state == ConnectivityState.TRANSIENT_FAILURE) {
      now.channel().resetConnectBackoff();
    }
    boolean reachable = state == ConnectivityState.READY;
    return new Standing(organisation.msp(), reachable, now.files().until(), readable);
  }

  /** Reads the files again that have changed, where it is time to look. */
  void look() {
    if (System.nanoTime() - nextLookNanos >= 0) {
      lookAgain();
    }
  }

  private synchronized void lookAgain() {
    if (System.nanoTime() - nextLookNanos < 0) {
      return;
    }
    nextLookNanos = System.nanoTime() + waits.files().toNanos();
    var before = opened;
    try {
      if (!OrganisationFiles.stamps(organisation).equals(before.files().stamps())) {
        opened = open(OrganisationFiles.read(organisation), before);
        if (opened.channel() != before.channel()) {
          leave(before.channel());
        }
        LOG.atInfo().addKeyValue("msp", organisation.msp()).addKeyValue("until", opened.files().until())
            .log("The identity of an organisation was read again");
      }
      readable = true;
    } catch (IOException | UncheckedIOException broken) {
      readable = false;
      LOG.atWarn().setCause(broken).addKeyValue("msp", organisation.msp())
          .log("The files of an organisation cannot be read; what was read before is used on");
    }
  }

  /** Calls under way may end, as long as any may take; a stream of events is read on from another. */
  private void leave(ManagedChannel channel) {
    channel.shutdown();
    Thread.ofVirtual().name("ledger-channel-" + organisation.msp()).start(() -> {
      try {
        channel.awaitTermination(longest().toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException ending) {
        Thread.currentThread().interrupt();
      }
      channel.shutdownNow();
    });
  }

  private Duration longest() {
    return Stream.of(waits.endorse(), waits.submit(), waits.commit(), waits.evaluate())
        .max(Duration::compareTo).orElseThrow();
  }

  /** A connection goes on unless what it trusts has changed. */
  private Opened open(OrganisationFiles files, @Nullable Opened before) throws IOException {
    var channel = before == null || files.differs(organisation.tlsCa(), before.files())
        ? channel()
        : before.channel();
    var signer = Signers.newPrivateKeySigner(files.key());
    var gateway = Gateway.newInstance().identity(files.identity()).signer(signer).connection(channel)
        .evaluateOptions(options -> options.withDeadlineAfter(waits.evaluate()))
        .endorseOptions(options -> options.withDeadlineAfter(waits.endorse()))
        .submitOptions(options -> options.withDeadlineAfter(waits.submit()))
        .commitStatusOptions(options -> options.withDeadlineAfter(waits.commit()))
        .connect();
    return new Opened(files, channel, gateway, signer);
  }

  private ManagedChannel channel() throws IOException {
    var tls = TlsChannelCredentials.newBuilder().trustManager(organisation.tlsCa().toFile()).build();
    return Grpc.newChannelBuilderForAddress(organisation.host(), organisation.port(), tls)
        .overrideAuthority(organisation.serverName())
        .keepAliveTime(KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS)
        .keepAliveTimeout(KEEP_ALIVE_ANSWER.toMillis(), TimeUnit.MILLISECONDS).build();
  }

  /**
   * Left alone, a channel that failed tries again after as long as two minutes: how often a peer that is away
   * is asked is decided by whoever calls.
   */
  private static void connect(ManagedChannel channel) {
    var state = channel.getState(true);
    if (state == ConnectivityState.TRANSIENT_FAILURE) {
      channel.resetConnectBackoff();
    }
    long end = System.nanoTime() + RECONNECT.toNanos();
    while (state != ConnectivityState.READY && state != ConnectivityState.SHUTDOWN) {
      var changed = new CountDownLatch(1);
      channel.notifyWhenStateChanged(state, changed::countDown);
      try {
        if (!changed.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          return;
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return;
      }
      var next = channel.getState(true);
      if (next == ConnectivityState.TRANSIENT_FAILURE) {
        return;
      }
      state = next;
    }
  }

  /** Ends it while others go on. */
  void leave() {
    leave(opened.channel());
  }

  @Override
  public void close() {
    opened.channel().shutdownNow();
  }
}
