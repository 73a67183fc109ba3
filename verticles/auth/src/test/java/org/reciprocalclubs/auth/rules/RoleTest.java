package org.reciprocalclubs.auth.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.codecs.Rpc;

final class RoleTest {
  @Test
  void everyPermissionThatTheContractAsksForIsGrantedBySomeRole() {
    Set<String> granted = Stream.of(Role.values()).flatMap(role -> role.permissions().stream())
        .collect(Collectors.toCollection(TreeSet::new));
    Set<String> asked = Codecs.contract().rpcs().stream().filter(rpc -> !rpc.isPublic() && !rpc.isSession())
        .flatMap(rpc -> rpc.permissions().stream()).collect(Collectors.toCollection(TreeSet::new));
    assertThat(granted).containsAll(asked);
    assertThat(Codecs.contract().rpcs()).extracting(Rpc::permission).doesNotContain("");
  }

  @Test
  void aManagerHoldsAllThatStaffHolds() {
    assertThat(Role.MANAGER.permissions()).containsAll(Role.STAFF.permissions())
        .contains("agreement.approve");
    assertThat(Role.CLUB_ADMIN.permissions()).containsAll(Role.MANAGER.permissions()).contains("user.create",
        "member.self");
  }

  @Test
  void aKioskMayOnlyOpenCloseAndAnnulVisits() {
    assertThat(Role.KIOSK.permissions()).containsExactlyInAnyOrder("visit.create", "visit.close",
        "visit.annul");
  }

  @Test
  void noRoleOfAClubMayImportClubsOrSetTheClock() {
    for (Role role : Role.values()) {
      if (role.isGivenByClubs()) {
        assertThat(role.permissions()).doesNotContain("club.import", "clock.set");
      }
    }
  }

  @Test
  void aRoleIsFoundByTheTextThatTokensHold() {
    for (Role role : Role.values()) {
      assertThat(Role.of(role.text())).contains(role);
    }
    assertThat(Role.of("CLUB_ADMIN")).isEmpty();
  }
}
