package org.reciprocalclubs.devledger;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Writes {@code network.json}: where each organisation's peer answers, by which keys. */
final class NetworkProfile {

  static final String FILE = "network.json";

  private NetworkProfile() {}

  static void write(Path directory, List<PeerServer> peers) {
    var organisations = peers.stream().map(NetworkProfile::organisation).collect(Collectors.joining(",\n "));
    Pem.write(directory.resolve(FILE), """
        {"kind":"development","channel":"%s","chaincode":"%s","organisations":[
         %s]}
        """.formatted(DevelopmentNetwork.CHANNEL, DevelopmentNetwork.CHAINCODE, organisations));
  }

  /** An MSP id, a host and a port need no escaping. */
  private static String organisation(PeerServer peer) {
    return """
        {"msp":"%1$s","peer":"%2$s","serverName":"%3$s","tlsCa":"%1$s/tls-ca.pem","ca":"%1$s/ca.pem",\
        "certificate":"%1$s/client.pem","key":"%1$s/client.key"}"""
        .formatted(peer.organisation().msp(), peer.address(), peer.organisation().serverName());
  }
}
