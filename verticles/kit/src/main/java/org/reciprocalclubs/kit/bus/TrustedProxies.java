package org.reciprocalclubs.kit.bus;

import io.vertx.core.MultiMap;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From which address a request comes where proxies stand in front: they are believed by the address that they
 * connect from, and nobody else is. Each adds, at the right, the address that connected to it; so whoever is
 * read from the right first and is no trusted proxy is the client, and what stands left of them is what they
 * chose to say. One header is read and no other, since a proxy that writes the one passes on the other as it
 * came. Immutable, thread-safe.
 */
public final class TrustedProxies {
  /** Nobody is believed: whoever connects is the client. */
  public static final TrustedProxies NONE = new TrustedProxies(List.of(), Header.X_FORWARDED_FOR);
  /** A longer way than any request takes; what claims it is not believed. */
  private static final int HOPS_MAX = 32;
  private static final Pattern FORWARDED_FOR = Pattern
      .compile("(?:^|;)\\s*for\\s*=\\s*(\"[^\"]*\"|[^;\\s]*)", Pattern.CASE_INSENSITIVE);
  /** With or without a port: 192.0.2.1:80, [2001:db8::1]:80. */
  private static final Pattern NODE = Pattern
      .compile("\\[([0-9A-Fa-f:.]{2,45})](?::\\d{1,5})?|(\\d{1,3}(?:\\.\\d{1,3}){3})(?::\\d{1,5})?"
          + "|([0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]{1,45})");

  private final List<Network> networks;
  private final Header header;

  /** What proxies write. */
  public enum Header {
    X_FORWARDED_FOR("x-forwarded-for"),
    /** RFC 7239. */
    FORWARDED("forwarded");

    private final String text;

    Header(String text) {
      this.text = text;
    }
  }

  private record Network(byte[] address, int bits) {
    /** RFC 4632, or a single address. */
    static Network of(String cidr) {
      int slash = cidr.indexOf('/');
      byte[] address = InetAddress.ofLiteral(slash < 0 ? cidr : cidr.substring(0, slash)).getAddress();
      int bits = slash < 0 ? address.length * Byte.SIZE : Integer.parseInt(cidr.substring(slash + 1));
      if (bits < 0 || bits > address.length * Byte.SIZE) {
        throw new IllegalArgumentException("longer than an address");
      }
      return new Network(address, bits);
    }

    boolean holds(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      for (int i = 0; i < bits; i++) {
        if (((address[i / Byte.SIZE] ^ other[i / Byte.SIZE]) & 0x80 >>> i % Byte.SIZE) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  private TrustedProxies(List<Network> networks, Header header) {
    this.networks = networks;
    this.header = header;
  }

  /**
   * @param cidrs such as 10.0.0.0/8, 2001:db8::/32 or 192.0.2.7
   * @throws IllegalArgumentException for what is none
   */
  public static TrustedProxies of(List<String> cidrs, Header header) {
    List<Network> networks = new ArrayList<>();
    for (String cidr : cidrs) {
      try {
        networks.add(Network.of(cidr.strip()));
      } catch (IllegalArgumentException unreadable) {
        throw new IllegalArgumentException("not a network, such as 10.0.0.0/8: " + cidr, unreadable);
      }
    }
    return new TrustedProxies(List.copyOf(networks), header);
  }

  /** Whether somebody is believed. */
  public boolean isEmpty() {
    return networks.isEmpty();
  }

  /**
   * The address of the client, as text.
   *
   * @param peer who connected
   * @return "unknown" where nobody is known to have
   */
  public String client(@Nullable SocketAddress peer, MultiMap headers) {
    String connected = peer == null || peer.hostAddress() == null ? "unknown" : peer.hostAddress();
    if (networks.isEmpty() || !isTrusted(address(connected).orElse(null))) {
      return connected;
    }
    List<String> hops = hops(headers);
    if (hops.size() > HOPS_MAX) {
      return connected;
    }
    String client = connected;
    for (String hop : hops.reversed()) {
      Optional<InetAddress> found = address(hop);
      if (found.isEmpty()) {
        return client;
      }
      client = found.get().getHostAddress();
      if (!isTrusted(found.get())) {
        return client;
      }
    }
    return client;
  }

  private boolean isTrusted(@Nullable InetAddress address) {
    return address != null && networks.stream().anyMatch(network -> network.holds(address.getAddress()));
  }

  /** From left to right; several headers of the name are one list (RFC 9110, 5.3). */
  private List<String> hops(MultiMap headers) {
    List<String> hops = new ArrayList<>();
    for (String value : headers.getAll(header.text)) {
      Collections.addAll(hops, value.split(",", HOPS_MAX + 2));
    }
    return header == Header.FORWARDED ? hops.stream().map(TrustedProxies::forwardedFor).toList() : hops;
  }

  private static String forwardedFor(String element) {
    Matcher found = FORWARDED_FOR.matcher(element.strip());
    return found.find() ? found.group(1).replace("\"", "") : "";
  }

  /** Names, such as "unknown" and "_hidden", are no addresses, and nothing is ever looked up. */
  private static Optional<InetAddress> address(String node) {
    String plain = node.strip();
    int zone = plain.indexOf('%');
    Matcher match = NODE.matcher(zone < 0 ? plain : plain.substring(0, zone));
    if (!match.matches()) {
      return Optional.empty();
    }
    String literal = match.group(1) != null
        ? match.group(1)
        : match.group(2) != null ? match.group(2) : match.group(3);
    try {
      return Optional.of(InetAddress.ofLiteral(literal));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
