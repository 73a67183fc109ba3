package org.reciprocalclubs.kit.bus;

import java.util.UUID;

/** The lanes over which the hosts' check-ins are spread, so that one desk at a time serves a host. */
public final class Lanes {
  /** How many lanes there are, numbered from 0. */
  public static final int COUNT = 16;

  private Lanes() {}

  /** The lane of a host club: its id's low 64 bits, modulo the count. */
  public static int of(UUID hostClub) {
    return (int) Math.floorMod(hostClub.getLeastSignificantBits(), (long) COUNT);
  }

  /** The bus address of one lane of an rpc. */
  static String address(String fullMethodName, int lane) {
    if (lane < 0 || lane >= COUNT) {
      throw new IllegalArgumentException("No such lane: " + lane);
    }
    return fullMethodName + "#" + lane;
  }
}
