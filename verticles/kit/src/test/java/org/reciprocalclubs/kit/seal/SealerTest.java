package org.reciprocalclubs.kit.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealerTest {
  private static final byte[] SECRET = "a signing key".getBytes(StandardCharsets.UTF_8);
  @TempDir
  Path folder;

  @Test
  void what_is_sealed_opens_with_the_same_text_and_key_only() throws IOException {
    Sealer sealer = Sealer.loadOrCreate(folder.resolve("master.key"));
    byte[] sealed = sealer.seal(SECRET, "auth.key/1");
    assertThat(sealer.open(sealed, "auth.key/1")).isEqualTo(SECRET);
    assertThat(sealer.seal(SECRET, "auth.key/1")).as("never twice the same").isNotEqualTo(sealed);
    assertThatThrownBy(() -> sealer.open(sealed, "auth.key/2")).isInstanceOf(SealBroken.class);
    Sealer other = Sealer.loadOrCreate(folder.resolve("other.key"));
    assertThatThrownBy(() -> other.open(sealed, "auth.key/1")).isInstanceOf(SealBroken.class);
  }

  @Test
  void no_changed_byte_goes_unnoticed() throws IOException {
    Sealer sealer = Sealer.loadOrCreate(folder.resolve("master.key"));
    byte[] sealed = sealer.seal(SECRET, "x");
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThatThrownBy(() -> sealer.open(changed, "x")).isInstanceOf(SealBroken.class);
    }
    assertThatThrownBy(() -> sealer.open(new byte[]{1}, "x")).isInstanceOf(SealBroken.class);
  }

  @Test
  void one_key_takes_the_place_of_another_while_both_open() {
    byte[] oldKey = new byte[32];
    byte[] newKey = new byte[32];
    newKey[0] = 1;
    Sealer old = new Sealer(oldKey);
    Sealer fresh = new Sealer(newKey);
    Sealer both = fresh.opening(oldKey);
    byte[] sealed = old.seal(SECRET, "x");
    assertThatThrownBy(() -> fresh.open(sealed, "x")).isInstanceOf(SealBroken.class);
    assertThat(both.open(sealed, "x")).isEqualTo(SECRET);
    assertThat(fresh.open(both.seal(SECRET, "x"), "x")).as("it seals with the new one").isEqualTo(SECRET);
    byte[] again = both.resealed(sealed, "x").orElseThrow();
    assertThat(fresh.open(again, "x")).isEqualTo(SECRET);
    assertThat(both.resealed(again, "x")).isEmpty();
    assertThatThrownBy(() -> both.resealed(sealed, "y")).isInstanceOf(SealBroken.class);
  }

  @Test
  void the_key_is_made_once_for_its_owner_only() throws IOException {
    Path file = folder.resolve("master.key");
    byte[] sealed = Sealer.loadOrCreate(file).seal(SECRET, "x");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    assertThat(Sealer.loadOrCreate(file).open(sealed, "x")).isEqualTo(SECRET);
    assertThat(Sealer.load(file).open(sealed, "x")).isEqualTo(SECRET);
  }

  @Test
  void a_key_file_that_is_open_to_others_or_broken_is_refused() throws IOException {
    Path file = folder.resolve("master.key");
    Sealer.loadOrCreate(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> Sealer.load(file)).isInstanceOf(IOException.class);
    Path broken = folder.resolve("broken.key");
    Files.writeString(broken, "c2hvcnQ=");
    Files.setPosixFilePermissions(broken, PosixFilePermissions.fromString("rw-------"));
    assertThatThrownBy(() -> Sealer.load(broken)).isInstanceOf(IOException.class);
  }
}
