package org.reciprocalclubs.devledger;

import java.util.List;
import java.util.Map;

/** Every organisation's peer, as the others see it. Thread-safe. */
interface Peers {

  /** The MSPs whose peer is up, in the order of the profile. */
  List<String> up();

  /** All MSPs, in the order of the profile. */
  List<String> all();

  /** Host and port of an organisation's peer. */
  String address(String msp);

  /** Each peer's signing identity. */
  Map<String, SigningIdentity> identities();
}
