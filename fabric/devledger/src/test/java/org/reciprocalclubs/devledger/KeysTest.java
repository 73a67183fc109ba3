package org.reciprocalclubs.devledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The organisations' keys: private, made once, mended where a start was cut short. */
class KeysTest {

  @TempDir
  private Path directory;

  @Test
  void everyFileIsReadByItsOwnerAlone() throws IOException {
    Organisation.ofPeer(directory, "CityMSP");
    try (var files = Files.list(directory.resolve("CityMSP"))) {
      assertThat(files).hasSize(10).allSatisfy(file -> assertThat(
          PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------"));
    }
  }

  @Test
  void aSecondStartFindsTheSameKeys() {
    var first = Organisation.ofPeer(directory, "CityMSP");
    var second = Organisation.ofPeer(directory, "CityMSP");
    assertThat(second.root()).isEqualTo(first.root());
    assertThat(second.node().serialized()).isEqualTo(first.node().serialized());
  }

  @Test
  void aCertificateThatWasNotWrittenYetIsMade() throws Exception {
    var first = Organisation.ofPeer(directory, "CityMSP");
    Files.delete(directory.resolve("CityMSP/ca.pem"));
    Files.delete(directory.resolve("CityMSP/client.pem"));
    var second = Organisation.ofPeer(directory, "CityMSP");
    assertThat(second.root().getPublicKey()).isEqualTo(first.root().getPublicKey());
    Pem.certificate(directory.resolve("CityMSP/client.pem")).verify(second.root().getPublicKey());
  }

  @Test
  void aLostKeyOfAnAuthorityIsNotReplaced() throws IOException {
    Organisation.ofPeer(directory, "CityMSP");
    Files.delete(directory.resolve("CityMSP/ca.key"));
    assertThatThrownBy(() -> Organisation.ofPeer(directory, "CityMSP")).isInstanceOf(LedgerFailure.class)
        .hasMessageContaining("restore it");
  }

  @Test
  void membersAreToldByAuthorityAndUnit() throws Exception {
    var city = Organisation.ofPeer(directory, "CityMSP");
    var membership = new Membership(Map.of("CityMSP", city.root()));
    var peer = membership.member(city.node().serialized());
    assertThat(peer.unit()).isEqualTo("peer");
    assertThat(peer.mayWrite()).isFalse();
    var message = ByteString.copyFromUtf8("text");
    assertThat(peer.signed(message, city.node().sign(message))).isTrue();
    assertThat(peer.signed(ByteString.copyFromUtf8("other"), city.node().sign(message))).isFalse();
    assertThat(peer.signed(message, ByteString.EMPTY)).isFalse();
  }

  @Test
  void anIdentityOfAnUnknownOrganisationIsAStranger() {
    var city = Organisation.ofPeer(directory, "CityMSP");
    var membership = new Membership(Map.of("HarbourMSP", city.root()));
    assertThatThrownBy(() -> membership.member(city.node().serialized()))
        .isInstanceOf(Membership.Stranger.class);
    assertThatThrownBy(() -> membership.member(ByteString.copyFromUtf8("nonsense")))
        .isInstanceOf(Membership.Stranger.class);
  }
}
