package org.reciprocalclubs.kit.bus;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WhereaboutsTest {
  @ParameterizedTest
  @CsvSource({"192.0.2.77, 192.0.2.0/24", "127.0.0.1, 127.0.0.0/24", "2001:db8:1:2::3, 2001:db8:1::/48",
      "2001:db8::3, 2001:db8::/48", "::1, ::/48", "::ffff:192.0.2.77, 192.0.2.0/24",
      "fe80::1%2, fe80::/48"})
  void ofAnAddressOnlyTheNetworkIsKept(String address, String network) {
    assertThat(Whereabouts.of(address, "").network()).isEqualTo(network);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "unknown", "localhost", "1.2.3.4.5", "<b>"})
  void whatIsNoAddressIsNotKept(String address) {
    assertThat(Whereabouts.of(address, "").network()).isNull();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 | Firefox on Linux",
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0 | Edge on Windows",
      "Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/140.0 Mobile Safari/537.36 | Chrome on Android",
      "Mozilla/5.0 (Linux; Android 15) SamsungBrowser/28.0 Chrome/140.0 | Samsung Internet on Android",
      "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Mobile/15E148 Safari/604.1 | Safari on iPhone",
      "Mozilla/5.0 (iPad; CPU OS 19_0) CriOS/140.0 Mobile/15E148 Safari/604.1 | Chrome on iPad",
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/19.0 Safari/605.1.15 | Safari on macOS",
      "Mozilla/5.0 (X11; CrOS x86_64) Chrome/140.0 Safari/537.36 OPR/120 | Opera on ChromeOS",
      "curl/8.14.1 | curl", "Java-http-client/25.0.3 | Java-http-client", "Mozilla/5.0 (Linux) | Linux"})
  void aProgramIsNamedAsPeopleKnowIt(String program, String device) {
    assertThat(Whereabouts.of("", program).device()).isEqualTo(device);
  }

  @Property
  void whateverAProgramSaysItsNameIsShortAndPlain(@ForAll String program) {
    String device = Whereabouts.of(program, program).device();
    assertThat(device == null || device.matches("[A-Za-z0-9._ -]{1,60}")).isTrue();
  }
}
