package org.reciprocalclubs.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.reciprocalclubs.kit.boot.Settings;

/** What agreements may wait for, by the settings of a process. */
class DeploymentsTest {
  private static Set<String> brought(String shape, Map<String, String> environment) {
    var conf = House.repository().resolve("conf");
    return Deployments.brought(Settings.load(conf.resolve("app.yaml"),
        List.of(conf.resolve("shapes").resolve(shape + ".yaml")), environment));
  }

  @Test
  void whatAgreementsWaitForIsAtWorkOnlyWhereALedgerIsNamedAndItsRoomRuns() {
    Map<String, String> named = Map.of("CLUBS_LEDGER_NETWORK", "network.json");
    assertThat(brought("all", named)).containsExactly("ledger");
    assertThat(brought("all", Map.of())).isEmpty();
    Map<String, String> without = new HashMap<>(named);
    without.put("CLUBS_NODE_ROOMS", "data,auth,member,reciprocal,edge");
    assertThat(brought("all", without)).isEmpty();
  }

  @Test
  void aProcessOfAClusterTakesANamedLedgerForOneThatIsAtWorkElsewhere() {
    Map<String, String> clustered = new HashMap<>(Map.of("CLUBS_CLUSTER_MEMBERS", "127.0.0.1:8460"));
    assertThat(brought("split-desk", clustered)).isEmpty();
    clustered.put("CLUBS_LEDGER_NETWORK", "network.json");
    assertThat(brought("split-desk", clustered)).containsExactly("ledger");
  }
}
