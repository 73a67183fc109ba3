package org.reciprocalclubs.ledger.fabric;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.reciprocalclubs.kit.boot.SettingsException;

/**
 * A network of the clubs' ledger, as its file {@code network.json} describes it: the channel, the chaincode,
 * and of each organisation that this platform acts for its peer and the files of its identity. Immutable.
 */
public record NetworkProfile(Kind kind, String channel, String chaincode, List<Organisation> organisations) {
  private static final String KEY = "ledger.network";
  private static final int PORT_MAX = 65_535;
  /** As Fabric names channels and chaincodes; no more is needed of an MSP's id. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,248}");

  /** What runs behind it. */
  public enum Kind {
    /** One process with the same contracts, for development: whoever runs it can rewrite it. */
    DEVELOPMENT,
    /** Peers and orderers of Hyperledger Fabric. */
    FABRIC
  }

  /**
   * One organisation; paths are resolved against the file's directory.
   *
   * @param msp its id on the channel
   * @param host of its peer
   * @param serverName the name in the peer's certificate
   * @param tlsCa what its peer's certificate must lead to
   * @param ca what its people's certificates lead to
   * @param certificate ours there
   * @param key its private key, PKCS#8
   */
  public record Organisation(String msp, String host, int port, String serverName, Path tlsCa, Path ca,
      Path certificate, Path key) {
    List<Path> files() {
      return List.of(tlsCa, ca, certificate, key);
    }
  }

  public NetworkProfile {
    organisations = List.copyOf(organisations);
  }

  /**
   * Reads and checks it; that the files it names are there, too.
   *
   * @throws SettingsException naming the file, the place in it, and what is wrong
   */
  public static NetworkProfile read(Path file) {
    var json = parse(file);
    var kind = switch (text(file, json, "kind", "")) {
      case "development" -> Kind.DEVELOPMENT;
      case "fabric" -> Kind.FABRIC;
      default -> throw wrong(file, "kind must be development or fabric");
    };
    var organisations = organisations(file, json);
    return new NetworkProfile(kind, name(file, json, "channel", ""), name(file, json, "chaincode", ""),
        organisations);
  }

  private static JsonObject parse(Path file) {
    try {
      return new JsonObject(Files.readString(file));
    } catch (IOException unreadable) {
      throw wrong(file, "the file cannot be read");
    } catch (DecodeException nonsense) {
      throw wrong(file, "it is not a JSON object");
    }
  }

  private static List<Organisation> organisations(Path file, JsonObject json) {
    if (!(json.getValue("organisations") instanceof JsonArray array) || array.isEmpty()) {
      throw wrong(file, "organisations must list one or more");
    }
    var all = new ArrayList<Organisation>(array.size());
    var msps = new HashSet<String>();
    for (int i = 0; i < array.size(); i++) {
      String place = "organisations[" + i + "]";
      if (!(array.getValue(i) instanceof JsonObject described)) {
        throw wrong(file, place + " must be an object");
      }
      var organisation = organisation(file, described, place + ".");
      if (!msps.add(organisation.msp())) {
        throw wrong(file, place + ".msp " + organisation.msp() + " is there twice");
      }
      all.add(organisation);
    }
    return all;
  }

  private static Organisation organisation(Path file, JsonObject json, String place) {
    String peer = text(file, json, "peer", place);
    int colon = peer.lastIndexOf(':');
    int port = colon > 0 ? port(peer.substring(colon + 1)) : 0;
    if (port == 0) {
      throw wrong(file, place + "peer must be HOST:PORT, not " + peer);
    }
    return new Organisation(name(file, json, "msp", place), peer.substring(0, colon), port,
        text(file, json, "serverName", place), file(file, json, "tlsCa", place),
        file(file, json, "ca", place), file(file, json, "certificate", place),
        file(file, json, "key", place));
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      return port > PORT_MAX ? 0 : Math.max(port, 0);
    } catch (NumberFormatException none) {
      return 0;
    }
  }

  private static Path file(Path profile, JsonObject json, String key, String place) {
    var named = profile.toAbsolutePath().resolveSibling(text(profile, json, key, place)).normalize();
    if (!Files.isReadable(named)) {
      throw wrong(profile, place + key + " names " + named + ", which cannot be read");
    }
    return named;
  }

  private static String name(Path file, JsonObject json, String key, String place) {
    String name = text(file, json, key, place);
    if (!NAME.matcher(name).matches()) {
      throw wrong(file, place + key + " must be letters, digits, dots and dashes, not " + name);
    }
    return name;
  }

  private static String text(Path file, JsonObject json, String key, String place) {
    if (json.getValue(key) instanceof String text && !text.isBlank()) {
      return text;
    }
    throw wrong(file, place + key + " must be a text");
  }

  private static SettingsException wrong(Path file, String sentence) {
    return new SettingsException(KEY + " = " + file + ": " + sentence + ".");
  }
}
