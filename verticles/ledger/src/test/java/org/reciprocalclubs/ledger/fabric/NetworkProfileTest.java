package org.reciprocalclubs.ledger.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reciprocalclubs.kit.boot.SettingsException;
import org.reciprocalclubs.ledger.fabric.NetworkProfile.Kind;

class NetworkProfileTest {
  private static final String GOOD = """
      {"kind":"fabric","channel":"clubs","chaincode":"clubs","organisations":[
       {"msp":"FederationMSP","peer":"127.0.0.1:8450","serverName":"peer.federation","tlsCa":"f/tls-ca.pem",
        "ca":"f/ca.pem","certificate":"f/client.pem","key":"f/client.key"}]}""";

  @TempDir
  Path directory;

  @BeforeEach
  void files() throws IOException {
    Files.createDirectory(directory.resolve("f"));
    for (var name : new String[]{"tls-ca.pem", "ca.pem", "client.pem", "client.key"}) {
      Files.writeString(directory.resolve("f").resolve(name), "");
    }
  }

  private Path profile(String text) throws IOException {
    return Files.writeString(directory.resolve("network.json"), text);
  }

  @Test
  void what_is_in_order_is_read_and_its_files_are_beside_it() throws IOException {
    var profile = NetworkProfile.read(profile(GOOD));
    assertThat(profile.kind()).isEqualTo(Kind.FABRIC);
    assertThat(profile.channel()).isEqualTo("clubs");
    var organisation = profile.organisations().getFirst();
    assertThat(organisation.host()).isEqualTo("127.0.0.1");
    assertThat(organisation.port()).isEqualTo(8450);
    assertThat(organisation.key()).isEqualTo(directory.resolve("f/client.key").toAbsolutePath());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      "fabric"           | "oracle"       | kind must be development or fabric
      "clubs","chaincode"| "","chaincode" | channel must be a text
      "clubs","chaincode"| "a b","chaincode" | channel must be letters, digits, dots and dashes
      127.0.0.1:8450     | 127.0.0.1      | organisations[0].peer must be HOST:PORT
      127.0.0.1:8450     | 127.0.0.1:99999 | organisations[0].peer must be HOST:PORT
      "peer.federation"  | 7              | organisations[0].serverName must be a text
      f/ca.pem           | f/none.pem     | which cannot be read
      [                  | [],"none":[    | organisations must list one or more
      {"kind"            | "kind"         | it is not a JSON object
      """)
  void nonsense_is_refused_with_its_place(String good, String bad, String says) throws IOException {
    assertThat(GOOD).contains(good.strip());
    var file = profile(GOOD.replace(good.strip(), bad.strip()));
    assertThatThrownBy(() -> NetworkProfile.read(file)).isInstanceOf(SettingsException.class)
        .hasMessageContaining("ledger.network = " + file).hasMessageContaining(says);
  }

  @Test
  void an_organisation_stands_there_once() throws IOException {
    var one = GOOD.substring(GOOD.indexOf("{\"msp\""), GOOD.lastIndexOf("]}"));
    assertThatThrownBy(() -> NetworkProfile.read(profile(GOOD.replace(one, one + "," + one))))
        .isInstanceOf(SettingsException.class).hasMessageContaining("FederationMSP is there twice");
  }

  @Test
  void a_file_that_is_not_there_stops_the_start() {
    assertThatThrownBy(() -> NetworkProfile.read(directory.resolve("none.json")))
        .isInstanceOf(SettingsException.class).hasMessageContaining("cannot be read");
  }

  @Test
  void files_that_are_no_identity_stop_the_start() throws IOException {
    var file = profile(GOOD);
    var second = Duration.ofSeconds(1);
    var waits = new Waits(second, second, second, second, second);
    assertThatThrownBy(() -> FabricLedger.open(file, waits)).isInstanceOf(SettingsException.class)
        .hasMessageContaining("FederationMSP");
  }
}
