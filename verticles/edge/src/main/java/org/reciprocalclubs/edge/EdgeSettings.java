package org.reciprocalclubs.edge;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.reciprocalclubs.edge.graphql.GraphSettings;
import org.reciprocalclubs.edge.http.RateSettings;
import org.reciprocalclubs.kit.boot.Secret;
import org.reciprocalclubs.kit.boot.SettingsException;
import org.reciprocalclubs.kit.boot.Size;
import org.reciprocalclubs.kit.bus.TrustedProxies;

/**
 * The section {@code edge}.
 *
 * @param graphiql whether GraphiQL is offered; never in production
 * @param corsOrigins web sites, beside our own pages, whose scripts may call; each a scheme, host and port
 * @param trustedProxies networks of proxies in front that are believed when they say who a client is
 * @param forwardedBy the header in which they say it
 * @param deadline how long a room may take to answer
 * @param maxImport the longest file of an import
 * @param redis where doors count requests together, redis://host:port; empty: each process counts by itself
 * @param redisPassword may be empty
 * @param tls at both ports
 */
public record EdgeSettings(boolean graphiql, List<String> corsOrigins, List<String> trustedProxies,
    TrustedProxies.Header forwardedBy, Duration deadline, Size maxImport,
    Optional<String> redis, Secret redisPassword, GraphSettings graphql, RateSettings rates,
    TlsSettings tls) {
  public EdgeSettings {
    corsOrigins = List.copyOf(corsOrigins);
    trustedProxies = List.copyOf(trustedProxies);
    TrustedProxies.of(trustedProxies, forwardedBy);
    if (deadline.toMillis() < 10 || deadline.toMinutes() > 5) {
      throw new IllegalArgumentException("deadline must be from 10ms to 5m");
    }
    if (maxImport.bytes() < 1_024 || maxImport.bytes() > 256 << 20) {
      throw new IllegalArgumentException("maxImport must be from 1KiB to 256MiB");
    }
  }

  /**
   * Refuses to open a port in production that strangers reach and on which everybody on the way reads along:
   * one beyond this machine, without TLS, and with no proxy in front that is known to have it.
   *
   * @param setting the key of that address
   * @throws SettingsException with what to set
   */
  void requireProtected(String setting, String host) {
    if (!tls.isOn() && trustedProxies.isEmpty() && !isThisMachine(host)) {
      throw new SettingsException(setting + " is " + host + ": in production that needs edge.tls, or a proxy"
          + " in front that speaks TLS, which edge.trusted_proxies names");
    }
  }

  private static boolean isThisMachine(String host) {
    if (host.equals("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException name) {
      return false;
    }
  }

  /** Who is believed when they say who a client is. */
  TrustedProxies proxies() {
    return TrustedProxies.of(trustedProxies, forwardedBy);
  }
}
