package org.reciprocalclubs.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which room may know which: nothing calls upward, no domain knows another, only the app knows all. */
@AnalyzeClasses(packages = "org.reciprocalclubs", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "org.reciprocalclubs.";

  @ArchTest
  static final ArchRule rulesKnowOnlyTheJdk = classes().that().resideInAPackage(ROOT + "*.rules..")
      .should().onlyDependOnClassesThat()
      .resideInAnyPackage("java..", "org.jspecify..", ROOT + "*.rules..");

  @ArchTest
  static final ArchRule rulesReadNoClockAndNoChance = noClasses().that()
      .resideInAPackage(ROOT + "reciprocal.rules..")
      .should().callMethod(java.time.Instant.class, "now")
      .orShould().callMethod(java.time.LocalDate.class, "now")
      .orShould().callMethod(java.time.Clock.class, "systemUTC")
      .orShould().callMethod(System.class, "currentTimeMillis")
      .orShould().callMethod(System.class, "nanoTime")
      .orShould().callMethod(System.class, "getenv")
      .orShould().callMethod(java.util.UUID.class, "randomUUID")
      .orShould().dependOnClassesThat().areAssignableTo(java.util.random.RandomGenerator.class);

  @ArchTest
  static final ArchRule theLogsMathematicsKnowOnlyTheJdk = classes().that()
      .resideInAPackage(ROOT + "ledger.log..").should().onlyDependOnClassesThat()
      .resideInAnyPackage("java..", "org.jspecify..", ROOT + "ledger.log..");

  @ArchTest
  static final ArchRule codecsKnowNoRoom = noClasses().that().resideInAPackage(ROOT + "codecs..")
      .should().dependOnClassesThat().resideInAnyPackage(ROOT + "kit..", ROOT + "auth..", ROOT + "member..",
          ROOT + "reciprocal..", ROOT + "notification..", ROOT + "ledger..", ROOT + "bridge..",
          ROOT + "push..", ROOT + "edge..", ROOT + "app..");

  @ArchTest
  static final ArchRule kitKnowsNoRoom = noClasses().that().resideInAPackage(ROOT + "kit..")
      .should().dependOnClassesThat().resideInAnyPackage(ROOT + "auth..", ROOT + "member..",
          ROOT + "reciprocal..",
          ROOT + "notification..", ROOT + "ledger..", ROOT + "bridge..", ROOT + "push..", ROOT + "edge..",
          ROOT + "embedded..", ROOT + "app..");

  @ArchTest
  static final ArchRule authKnowsNoOtherRoom = alone("auth");
  @ArchTest
  static final ArchRule memberKnowsNoOtherRoom = alone("member");
  @ArchTest
  static final ArchRule reciprocalKnowsNoOtherRoom = alone("reciprocal");
  @ArchTest
  static final ArchRule notificationKnowsNoOtherRoom = alone("notification");
  @ArchTest
  static final ArchRule ledgerKnowsNoOtherRoom = alone("ledger");
  @ArchTest
  static final ArchRule bridgeKnowsNoOtherRoom = alone("bridge");
  @ArchTest
  static final ArchRule pushKnowsNoOtherRoom = alone("push");
  @ArchTest
  static final ArchRule edgeKnowsNoOtherRoom = alone("edge");
  @ArchTest
  static final ArchRule embeddedKnowsNoOtherRoom = alone("embedded");

  @ArchTest
  static final ArchRule benchKnowsNoOtherRoom = noClasses().that().resideInAPackage(ROOT + "bench..").should()
      .dependOnClassesThat().resideInAnyPackage(ROOT + "auth..", ROOT + "member..", ROOT + "reciprocal",
          ROOT + "reciprocal.desk..", ROOT + "notification..", ROOT + "ledger", ROOT + "bridge..",
          ROOT + "push..",
          ROOT + "edge..", ROOT + "embedded..", ROOT + "app..");

  @ArchTest
  static final ArchRule edgeSpeaksNoSql = noClasses().that().resideInAPackage(ROOT + "edge..")
      .should().dependOnClassesThat().resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..");

  @ArchTest
  static final ArchRule onlyTheBridgeSpeaksNats = noClasses().that().resideOutsideOfPackage(ROOT + "bridge..")
      .should().dependOnClassesThat().resideInAPackage("io.nats..");

  @ArchTest
  static final ArchRule onlyTheLedgersSpeakFabric = noClasses().that()
      .resideOutsideOfPackages(ROOT + "ledger.fabric..", ROOT + "chaincode..", ROOT + "devledger..")
      .should().dependOnClassesThat().resideInAPackage("org.hyperledger..");

  @ArchTest
  static final ArchRule contractsKnowNothingOfThePlatform = noClasses().that()
      .resideInAPackage(ROOT + "chaincode..")
      .should().dependOnClassesThat(
          resideInAPackage("org.reciprocalclubs..").and(resideOutsideOfPackage(ROOT + "chaincode..")));

  @ArchTest
  static final ArchRule theDevelopmentLedgerKnowsTheContractsAlone = noClasses().that()
      .resideInAPackage(ROOT + "devledger..").should().dependOnClassesThat(
          resideInAPackage("org.reciprocalclubs..").and(
              resideOutsideOfPackages(ROOT + "chaincode..", ROOT + "devledger..")));

  @ArchTest
  static final ArchRule onlyEmbeddedKnowsTheDevelopmentLedger = noClasses().that()
      .resideOutsideOfPackages(ROOT + "embedded..", ROOT + "devledger..")
      .should().dependOnClassesThat().resideInAnyPackage(ROOT + "devledger..");

  @ArchTest
  static final ArchRule onlyTheAppKnowsTheApp = noClasses().that()
      .resideOutsideOfPackage(ROOT + "app..")
      .should().dependOnClassesThat().resideInAPackage(ROOT + "app..");

  @ArchTest
  static final ArchRule doorsNeverAwait = noClasses().that()
      .resideInAnyPackage(ROOT + "edge..", ROOT + "push..")
      .should().callMethod(io.vertx.core.Future.class, "await");

  private static ArchRule alone(String room) {
    var others = java.util.stream.Stream
        .of("auth", "member", "reciprocal", "notification", "ledger", "bridge", "push", "edge",
            "embedded", "app")
        .filter(each -> !each.equals(room)).map(each -> ROOT + each + "..")
        .toArray(String[]::new);
    return noClasses().that().resideInAPackage(ROOT + room + "..").should().dependOnClassesThat()
        .resideInAnyPackage(others);
  }
}
