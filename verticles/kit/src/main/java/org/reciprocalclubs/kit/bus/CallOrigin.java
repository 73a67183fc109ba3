package org.reciprocalclubs.kit.bus;

/**
 * From where a request came. Both values are personal: they go only to the rpcs whose contract asks for them,
 * and are logged nowhere. Immutable.
 *
 * @param address the client's network address as text; empty where it is not known
 * @param program what the client says it is (User-Agent, RFC 9110, section 10.1.5), cut at {@link
 * #PROGRAM_CHARS_MAX}; empty where it says nothing
 */
public record CallOrigin(String address, String program) {
  /** Browsers need half of it; what is longer tells no more. */
  public static final int PROGRAM_CHARS_MAX = 400;
  private static final int ADDRESS_CHARS_MAX = 64;

  public CallOrigin {
    address = address.length() > ADDRESS_CHARS_MAX ? "" : address;
    program = program.length() > PROGRAM_CHARS_MAX ? program.substring(0, PROGRAM_CHARS_MAX) : program;
  }

  /** Says nothing: it must not come into a log by being part of something else. */
  @Override
  public String toString() {
    return "CallOrigin";
  }
}
