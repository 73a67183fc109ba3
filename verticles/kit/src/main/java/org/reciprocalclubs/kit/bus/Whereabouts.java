package org.reciprocalclubs.kit.bus;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * With what and from where somebody is signed in, in as few words as let them recognise it: the network of
 * their address, not the address, and what their program calls itself, not all that it says. Personal all the
 * same. Immutable.
 *
 * @param device such as "Firefox on Linux"; null where nothing is known
 * @param network such as 192.0.2.0/24 or 2001:db8:1::/48 (RFC 4632, RFC 5952); null where it is not known
 */
public record Whereabouts(@Nullable String device, @Nullable String network) {
  /** Of digits, as a connection has it; names are never looked up. */
  private static final Pattern LITERAL = Pattern.compile("[0-9A-Fa-f:.]{2,45}(%[0-9A-Za-z]{1,15})?");
  private static final int IPV4_BYTES_KEPT = 3;
  private static final int IPV6_BYTES_KEPT = 6;
  private static final int BITS = 8;

  /** From an address as text and the value of User-Agent; empty texts say nothing. */
  public static Whereabouts of(String address, String program) {
    return new Whereabouts(ProgramName.of(program).orElse(null), network(address).orElse(null));
  }

  private static Optional<String> network(String address) {
    if (!LITERAL.matcher(address).matches()) {
      return Optional.empty();
    }
    try {
      InetAddress parsed = InetAddress.ofLiteral(address);
      int kept = parsed instanceof Inet4Address ? IPV4_BYTES_KEPT : IPV6_BYTES_KEPT;
      byte[] bytes = parsed.getAddress();
      return Optional.of((bytes.length == 4 ? ipv4(bytes) : ipv6(bytes)) + "/" + kept * BITS);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static String ipv4(byte[] bytes) {
    return (bytes[0] & 0xFF) + "." + (bytes[1] & 0xFF) + "." + (bytes[2] & 0xFF) + ".0";
  }

  /** The first three groups; what follows is all zeros, so one "::" stands for it and for zeros before it. */
  private static String ipv6(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int last = IPV6_BYTES_KEPT / 2 - 1;
    while (last >= 0 && group(bytes, last) == 0) {
      last--;
    }
    for (int i = 0; i <= last; i++) {
      text.append(i == 0 ? "" : ":").append(Integer.toHexString(group(bytes, i)));
    }
    return text.append("::").toString();
  }

  private static int group(byte[] bytes, int i) {
    return (bytes[2 * i] & 0xFF) << BITS | bytes[2 * i + 1] & 0xFF;
  }
}
