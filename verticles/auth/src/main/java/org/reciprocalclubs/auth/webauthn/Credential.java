package org.reciprocalclubs.auth.webauthn;

import java.util.Set;

/**
 * What of a passkey tells a right answer from a wrong one.
 *
 * @param publicKey a COSE key (RFC 9052), which names its algorithm
 * @param counter as the authenticator said last; 0 throughout where it does not count
 * @param transports by which browsers may reach it
 */
@SuppressWarnings("ArrayRecordComponent") // read at once, never compared
public record Credential(byte[] id, byte[] publicKey, long counter, boolean backupEligible,
    Set<String> transports) {
  public Credential {
    transports = Set.copyOf(transports);
  }
}
