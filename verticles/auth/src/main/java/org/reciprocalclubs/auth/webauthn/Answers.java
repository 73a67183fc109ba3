package org.reciprocalclubs.auth.webauthn;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What authenticators answer, as it is sent: base64url, of a bounded length. */
public final class Answers {
  /** Far more than any authenticator needs without an attestation. */
  private static final int TEXT_CHARS_MAX = 8_192;
  private static final Set<String> TRANSPORTS = Set.of("ble", "hybrid", "internal", "nfc", "smart-card",
      "usb");

  private Answers() {}

  /** A passkey that was made. */
  @SuppressWarnings("ArrayRecordComponent") // checked at once, never compared
  public record Made(byte[] clientData, byte[] attestation) {}

  /**
   * Who has a passkey has used it.
   *
   * @param userHandle empty where the authenticator did not say it, which it may where it was asked by name
   */
  @SuppressWarnings("ArrayRecordComponent") // checked at once, never compared
  public record Used(byte[] credentialId, byte[] clientData, byte[] authenticatorData, byte[] signature,
      byte[] userHandle) {}

  /** Empty where it has not the form of one. */
  public static Optional<Made> made(String clientData, String attestation) {
    return bytes(clientData, attestation).map(sent -> new Made(sent.get(0), sent.get(1)));
  }

  /** Empty where it has not the form of one. */
  public static Optional<Used> used(String credentialId, String clientData, String authenticatorData,
      String signature, String userHandle) {
    return bytes(credentialId, clientData, authenticatorData, signature, userHandle)
        .map(sent -> new Used(sent.get(0), sent.get(1), sent.get(2), sent.get(3), sent.get(4)));
  }

  private static Optional<List<byte[]>> bytes(String... sent) {
    if (Arrays.stream(sent).anyMatch(text -> text.length() > TEXT_CHARS_MAX)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Arrays.stream(sent).map(Base64.getUrlDecoder()::decode).toList());
    } catch (IllegalArgumentException noBase64) {
      return Optional.empty();
    }
  }

  /** Those that there are; a hint for browsers, and believed no further. */
  public static Set<String> transports(List<String> sent) {
    return sent.stream().filter(TRANSPORTS::contains).collect(Collectors.toUnmodifiableSet());
  }

  /** As bytes travel. */
  public static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
