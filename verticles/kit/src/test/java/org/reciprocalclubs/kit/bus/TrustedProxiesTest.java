package org.reciprocalclubs.kit.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reciprocalclubs.kit.bus.TrustedProxies.Header;

final class TrustedProxiesTest {
  private static final TrustedProxies PROXIES = TrustedProxies
      .of(List.of("10.0.0.0/9", "192.0.2.7", "2001:db8::/32"), Header.X_FORWARDED_FOR);
  private static final TrustedProxies STANDARD = TrustedProxies.of(List.of("10.0.0.0/9"), Header.FORWARDED);

  private static String client(TrustedProxies proxies, String peer, String... headers) {
    MultiMap all = MultiMap.caseInsensitiveMultiMap();
    for (int i = 0; i < headers.length; i += 2) {
      all.add(headers[i], headers[i + 1]);
    }
    return proxies.client(SocketAddress.inetSocketAddress(4711, peer), all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"198.51.100.1", "10.128.0.1", "192.0.2.8", "2001:db9:0:0:0:0:0:1"})
  void whoeverIsNoTrustedProxyIsTheClientWhateverTheySay(String stranger) {
    assertThat(client(PROXIES, stranger, "X-Forwarded-For", "203.0.113.9", "Forwarded", "for=203.0.113.9"))
        .isEqualTo(stranger);
    assertThat(client(TrustedProxies.NONE, stranger, "X-Forwarded-For", "203.0.113.9")).isEqualTo(stranger);
  }

  @Test
  void withoutTrustedProxiesNobodyIsBelievedNotEvenThisMachine() {
    assertThat(client(TrustedProxies.NONE, "127.0.0.1", "X-Forwarded-For", "203.0.113.9"))
        .isEqualTo("127.0.0.1");
    assertThat(TrustedProxies.NONE.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"203.0.113.9 | 203.0.113.9", //
      "198.51.100.1, 203.0.113.9 | 203.0.113.9", // what the client wrote itself
      "203.0.113.9, 10.1.1.1, 192.0.2.7 | 203.0.113.9", // three proxies in a row
      "10.1.1.1, 10.2.2.2 | 10.1.1.1", // one of our own asks
      "203.0.113.9:4711 | 203.0.113.9", "[2001:db9::1]:443 | 2001:db9:0:0:0:0:0:1",
      "2001:db9::1, 2001:db8::5 | 2001:db9:0:0:0:0:0:1", "198.51.100.1, unknown | 10.0.0.1",
      "203.0.113.9, not an address, 10.1.1.1 | 10.1.1.1", "localhost | 10.0.0.1", "'' | 10.0.0.1",
      "1.2.3 | 10.0.0.1", "999.1.1.1 | 10.0.0.1", "::ffff:203.0.113.9 | 203.0.113.9"})
  void theClientIsTheRightmostThatIsNoTrustedProxy(String said, String client) {
    assertThat(client(PROXIES, "10.0.0.1", "X-Forwarded-For", said)).isEqualTo(client);
  }

  @Test
  void severalHeadersAreOneListAndAWayThatIsTooLongIsNotBelieved() {
    assertThat(client(PROXIES, "10.0.0.1", "X-Forwarded-For", "198.51.100.1", "X-Forwarded-For",
        "203.0.113.9")).isEqualTo("203.0.113.9");
    assertThat(client(PROXIES, "10.0.0.1", "X-Forwarded-For", "203.0.113.9" + ", 10.1.1.1".repeat(40)))
        .isEqualTo("10.0.0.1");
    assertThat(client(PROXIES, "10.0.0.1")).isEqualTo("10.0.0.1");
  }

  @Test
  void oneHeaderIsReadAndNoOther() {
    assertThat(client(PROXIES, "10.0.0.1", "Forwarded", "for=198.51.100.1")).isEqualTo("10.0.0.1");
    assertThat(client(STANDARD, "10.0.0.1", "X-Forwarded-For", "198.51.100.1")).isEqualTo("10.0.0.1");
    assertThat(client(STANDARD, "10.0.0.1", "Forwarded",
        "for=198.51.100.1, for=\"203.0.113.9:4711\";proto=https;by=10.0.0.1, proto=http;For=10.1.1.1"))
        .isEqualTo("203.0.113.9");
    assertThat(client(STANDARD, "10.0.0.1", "Forwarded", "for=\"[2001:db9::1]:80\""))
        .isEqualTo("2001:db9:0:0:0:0:0:1");
    assertThat(client(STANDARD, "10.0.0.1", "Forwarded", "for=203.0.113.9, for=_hidden"))
        .isEqualTo("10.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/-1", "proxy.example", "10.0.0.0/x", "", "2001:db8::/129"})
  void whatIsNoNetworkIsRefused(String text) {
    assertThatThrownBy(() -> TrustedProxies.of(List.of(text), Header.X_FORWARDED_FOR))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
