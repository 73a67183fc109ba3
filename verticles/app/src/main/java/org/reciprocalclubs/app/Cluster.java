package org.reciprocalclubs.app;

import com.hazelcast.config.Config;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import org.reciprocalclubs.kit.boot.Node;

/**
 * Joins the processes of one shape: Hazelcast says who serves what, the event bus carries it. TCP, no
 * multicast.
 */
final class Cluster {
  private final ClusterSettings settings;

  Cluster(ClusterSettings settings) {
    this.settings = settings;
  }

  /** A Vert.x of this process: clustered where the settings say so. */
  Future<Vertx> vertx(VertxBuilder builder) {
    return settings.enabled()
        ? builder.withClusterManager(new HazelcastClusterManager(hazelcast())).buildClustered()
        : Node.alone(builder);
  }

  private Config hazelcast() {
    var config = ConfigUtil.loadConfig();
    config.setClusterName("reciprocal-clubs");
    // Nothing leaves the machine, a join does not wait for latecomers, a silent member is dead after 5 s.
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
    config.setProperty("hazelcast.max.no.heartbeat.seconds", "5");
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    var network = config.getNetworkConfig().setPort(settings.port()).setPortAutoIncrement(false)
        .setPublicAddress(settings.host() + ":" + settings.port());
    network.getInterfaces().setEnabled(true).addInterface(settings.host());
    var join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).setMembers(settings.members());
    return config;
  }
}
