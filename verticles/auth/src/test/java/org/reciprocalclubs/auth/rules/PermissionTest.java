package org.reciprocalclubs.auth.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.codecs.Rpc;

/** The one list of permissions against the contract, the roles, and the page that prints it. */
final class PermissionTest {
  private static final List<Rpc> RPCS = List.copyOf(Codecs.contract().rpcs());
  private static final Path PAGE = Path.of(System.getProperty("basedir", "."), "README.md");
  private static final String BEGIN = "<!-- permissions: written by PermissionTest -->\n";
  private static final String END = "<!-- end of permissions -->\n";

  @Test
  void theListIsExactlyWhatRpcsOfTheContractAskFor() {
    Set<String> asked = RPCS.stream().flatMap(rpc -> rpc.permissions().stream())
        .collect(Collectors.toCollection(TreeSet::new));
    assertThat(Stream.of(Permission.values()).map(Permission::text)).doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(asked);
  }

  @Test
  void everyPermissionSaysInASentenceWhatItAllows() {
    for (Permission each : Permission.values()) {
      assertThat(each.allows()).matches("[A-Z][^.]*\\.");
      assertThat(each.text())
          .isEqualTo(each.name().toLowerCase(java.util.Locale.ROOT).replaceFirst("_", "."));
      assertThat(Permission.of(each.text())).contains(each);
    }
    assertThat(Permission.of("visit.anything")).isEmpty();
  }

  @Test
  void aPermissionReadsWhereNoRpcThatItOpensChangesAnything() {
    for (Permission each : Permission.values()) {
      assertThat(each.reads()).as(each.text()).isEqualTo(
          RPCS.stream().filter(rpc -> rpc.permissions().contains(each.text())).allMatch(Rpc::reads));
    }
  }

  @Test
  void rolesGrantPermissionsOfTheListEachToItsKindOfClub() {
    for (Role role : Role.values()) {
      for (String text : role.permissions()) {
        Permission permission = Permission.of(text).orElseThrow();
        assertThat(role == Role.OPERATOR ? permission.isForFederation() : permission.isForClubs())
            .as(role + " " + text).isTrue();
      }
    }
    assertThat(Role.AUDITOR.permissions()).containsExactlyElementsOf(Stream.of(Permission.values())
        .filter(each -> each.reads() && each.isForClubs()).map(Permission::text).sorted().toList());
  }

  @Test
  void aProgramNeitherIsAMemberNorDecidesWhatOthersMayDo() {
    assertThat(Stream.of(Permission.values()).filter(Permission::isForPrograms).map(Permission::text))
        .contains("visit.create", "visit.read", "member.import")
        .doesNotContain("member.self", "role.assign", "role.define", "user.create", "session.end",
            "club.import", "token.rotate_key");
  }

  @Test
  void whatAProgramMayHoldOpensSomethingThatAsksForNoLateProof() {
    for (Permission each : Permission.values()) {
      if (each.isForPrograms()) {
        assertThat(RPCS).as(each.text())
            .anyMatch(rpc -> rpc.permissions().contains(each.text()) && !rpc.stepUp());
      }
    }
  }

  @Test
  void whoeverHoldsMoreThanAMemberIsStaffAlsoByWhatThisBuildDoesNotKnow() {
    assertThat(Permission.anyOfStaff(List.of("member.self", "visit.read"))).isTrue();
    assertThat(Permission.anyOfStaff(List.of("visit.anything"))).isTrue();
    assertThat(Permission.anyOfStaff(Role.MEMBER.permissions())).isFalse();
    assertThat(Permission.anyOfStaff(List.of())).isFalse();
  }

  /** {@code mvn -Dreadme.write=true} writes the table. */
  @Test
  void thePageOfTheRoomPrintsTheList() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    String wanted = page.substring(0, begin) + table() + page.substring(end);
    if (Boolean.getBoolean("readme.write")) {
      Files.writeString(PAGE, wanted);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(wanted);
  }

  private static String table() {
    StringBuilder table = new StringBuilder("\n| permission | allows to | held by |\n|---|---|---|\n");
    for (Permission each : Permission.values()) {
      String holders = Stream.of(Role.values()).filter(role -> role.permissions().contains(each.text()))
          .map(Role::text).collect(Collectors.joining(", "));
      table.append("| `").append(each.text()).append("` | ").append(each.allows()).append(" | ")
          .append(holders).append(" |\n");
    }
    return table.append('\n').toString();
  }
}
