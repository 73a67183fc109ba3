package org.reciprocalclubs.kit.bus;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.hash.Sha256;

/**
 * From where somebody made a change or read of others, for the audit trail: the network of the address and
 * the program in a few words, as {@link Whereabouts} has them, under an id that may stand where nothing can
 * be erased. The id is a commitment (128 bits of SHA-256 over salt, network and program): while the salt is
 * kept it proves what the network and the program were, and without it it says nothing. Immutable.
 *
 * @param salt 16 bytes, another for each caller, place and process; none where only the id is known
 * @param network such as 192.0.2.0/24; empty where it is not known
 * @param program such as "Firefox on Linux"; empty where it is not known
 */
@SuppressWarnings("ArrayRecordComponent") // compared by id, never by content
public record Whence(UUID id, byte[] salt, String network, String program) {
  /** Length of a salt. */
  public static final int SALT_BYTES = 16;
  /** The same few thousand callers come again and again from the same places. */
  private static final int REMEMBERED_MAX = 10_000;
  private static final String MAC = "HmacSHA256";
  private static final SecretKeySpec KEY = new SecretKeySpec(SecureRandom.getSeed(32), MAC);
  private static final Map<Told, Whence> MADE = new ConcurrentHashMap<>();
  private static final Map<String, Whence> READ = new ConcurrentHashMap<>();

  /** What a door knows. */
  private record Told(@Nullable UUID club, @Nullable UUID subject, String address, String program) {}

  /** From there, for that caller; null where nothing is known that could be kept. */
  static @Nullable Whence of(CallOrigin origin, Caller caller) {
    Told told = new Told(caller.club(), caller.subject(), origin.address(), origin.program());
    Whence known = MADE.get(told);
    return known != null ? known : make(told);
  }

  private static @Nullable Whence make(Told told) {
    Whereabouts where = Whereabouts.of(told.address, told.program);
    if (where.network() == null && where.device() == null) {
      return null;
    }
    String network = where.network() == null ? "" : where.network();
    String program = where.device() == null ? "" : where.device();
    byte[] salt = Arrays.copyOf(hmac(told.club + " " + told.subject + " " + network + " " + program),
        SALT_BYTES);
    Whence made = new Whence(commitment(salt, network, program), salt, network, program);
    return remembered(MADE, told, made);
  }

  /** Of which only the id is known. */
  public static Whence known(UUID id) {
    return new Whence(id, new byte[0], "", "");
  }

  /** The id that belongs to these values: what an audit compares. */
  public static UUID commitment(byte[] salt, String network, String program) {
    ByteBuffer hash = ByteBuffer
        .wrap(Sha256.of(salt, (network + "\n" + program).getBytes(StandardCharsets.UTF_8)));
    return new UUID(hash.getLong(), hash.getLong());
  }

  /** As one line, {@code id;salt;network;program}: how it crosses the bus. */
  String text() {
    return id + ";" + Base64.getUrlEncoder().withoutPadding().encodeToString(salt) + ";" + network + ";"
        + program;
  }

  static Whence read(String text) {
    Whence known = READ.get(text);
    if (known != null) {
      return known;
    }
    String[] parts = text.split(";", 4);
    return remembered(READ, text,
        new Whence(UUID.fromString(parts[0]), Base64.getUrlDecoder().decode(parts[1]),
            parts[2], parts[3]));
  }

  private static <K> Whence remembered(Map<K, Whence> memory, K key, Whence whence) {
    if (memory.size() >= REMEMBERED_MAX) {
      memory.clear();
    }
    memory.put(key, whence);
    return whence;
  }

  private static byte[] hmac(String text) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(KEY);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Every JDK has HMAC-SHA256", impossible);
    }
  }

  /** Says nothing but the id: it must not come into a log by being part of something else. */
  @Override
  public String toString() {
    return "Whence " + id;
  }
}
