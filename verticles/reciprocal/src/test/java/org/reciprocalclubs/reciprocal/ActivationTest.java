package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reciprocalclubs.kit.boot.Settings;
import org.reciprocalclubs.kit.boot.SettingsException;
import org.reciprocalclubs.reciprocal.Step.Undo;

/** The table of activation, read as a table. */
class ActivationTest {
  private static final Instant DUE = Instant.parse("2026-06-01T00:00:00Z");

  private static Step step(String name) {
    return Activation.TABLE.stream().filter(step -> step.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void both_approve_then_it_is_active_then_both_are_told() {
    assertThat(Activation.TABLE).extracting(Step::name).containsExactly("APPROVALS", "LEDGER", "ACTIVE",
        "TELL_PROPOSER",
        "TELL_PARTNER");
  }

  @ParameterizedTest
  @CsvSource({"APPROVALS, true, PT1H", "LEDGER, false, PT168H", "ACTIVE, false, PT168H",
      "TELL_PROPOSER, false,",
      "TELL_PARTNER, false,"})
  void each_step_says_whether_it_can_be_taken_back_and_when_it_is_given_up(String name, boolean undone,
      @Nullable Duration deadline) {
    var step = step(name);
    assertThat(step.undo() != Undo.NOTHING).isEqualTo(undone);
    assertThat(step.retry().deadline()).isEqualTo(deadline);
    if (deadline == null) {
      assertThat(step.retry().over(DUE, DUE.plus(Duration.ofDays(10_000)))).isFalse();
    } else {
      assertThat(step.retry().over(DUE, DUE.plus(deadline))).isFalse();
      assertThat(step.retry().over(DUE, DUE.plus(deadline).plusNanos(1))).isTrue();
    }
  }

  @Test
  void nothing_that_may_fail_for_good_comes_after_what_cannot_be_taken_back() {
    var names = Activation.TABLE.stream().map(Step::name).toList();
    assertThat(Activation.TABLE.subList(names.indexOf(Activation.IN_FORCE) + 1, names.size()))
        .allSatisfy(step -> assertThat(step.retry().deadline()).isNull());
  }

  @ParameterizedTest
  @CsvSource({"0,PT2S", "1,PT4S", "2,PT8S", "7,PT4M16S", "8,PT5M", "1000000,PT5M"})
  void the_pause_doubles_up_to_five_minutes(int failures, Duration pause) {
    assertThat(Activation.TABLE).allSatisfy(
        step -> assertThat(step.retry().pause(failures)).isEqualTo(pause));
  }

  @Test
  void a_policy_that_asks_for_a_step_whose_room_is_not_here_is_refused_and_never_skipped() {
    var worker = AgreementSettings.DEFAULTS.activation();
    for (var demand : List.of("vote", "LEDGER", "", "APPROVALS")) {
      assertThatThrownBy(() -> new AgreementSettings(List.of(), List.of(demand), worker))
          .hasMessageContaining("POLICY_STEP_MISSING").hasMessageStartingWith("activationRequires ");
    }
    assertThat(AgreementSettings.DEFAULTS.requiringNothing().steps()).isEqualTo(Approvals.STEPS);
  }

  @Test
  void the_ledgers_record_is_required_unless_a_platform_says_otherwise_and_then_somebody_must_be_there_for_it() {
    var settings = AgreementSettings.DEFAULTS;
    assertThat(settings.steps()).extracting(Step::name).containsSubsequence("APPROVALS", "LEDGER", "ACTIVE");
    settings.requireBrought(Set.of("ledger"));
    settings.requiringNothing().requireBrought(Set.of());
    assertThatThrownBy(() -> settings.requireBrought(Set.of())).isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("agreements.activation_requires ").hasMessageContaining("ledger")
        .hasMessageContaining("POLICY_STEP_MISSING");
  }

  @Test
  void a_process_with_such_a_policy_does_not_start_and_names_the_setting(@TempDir Path folder)
      throws IOException {
    var file = Files.writeString(folder.resolve("app.yaml"), """
        agreements:
          reminder_days: [30]
          activation_requires: []
          activation:
            batch: 8
            poll: 1s
        """);
    assertThat(Settings.load(file, List.of(), Map.of()).bind("agreements", AgreementSettings.class).steps())
        .isEqualTo(Approvals.STEPS);
    var settings = Settings.load(file, List.of(),
        Map.of("CLUBS_AGREEMENTS_ACTIVATION_REQUIRES", "ledger,vote"));
    assertThatThrownBy(() -> settings.bind("agreements", AgreementSettings.class))
        .hasMessageStartingWith("agreements.activation_requires ").hasMessageContaining("POLICY_STEP_MISSING")
        .hasMessageContaining("ledger");
  }

  @Test
  void a_step_that_comes_with_a_room_stands_in_the_sagas_of_policies_that_ask_for_it() {
    var ledger = new Step("LEDGER", "ledger", (_, _) -> new Step.Done(), Undo.NOTHING,
        step("ACTIVE").retry());
    var table = List.of(step("APPROVALS"), ledger, step("ACTIVE"));
    assertThat(Activation.steps(table, List.of("ledger"))).isEqualTo(table);
    assertThat(Activation.steps(table, List.of())).containsExactly(step("APPROVALS"), step("ACTIVE"));
  }
}
