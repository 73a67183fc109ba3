package org.reciprocalclubs.ledger.fabric;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.boot.SettingsException;
import org.reciprocalclubs.ledger.fabric.NetworkProfile.Organisation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ways to a network's organisations, as its profile says: its file is looked at now and then, and what
 * has changed of the organisations is taken up. Another channel or chaincode is another ledger, which a
 * process does not change to. Thread-safe.
 */
final class Gateways implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateways.class);

  private final Path file;
  private final Waits waits;
  private volatile Opened opened;
  private volatile long nextLookNanos;
  private @Nullable Stamp stamp;

  /** As the file was. */
  private record Stamp(long bytes, FileTime at) {}

  private record Opened(NetworkProfile profile, Map<String, OrganisationGateway> gateways) {}

  private Gateways(Path file, Waits waits) {
    this.file = file;
    this.waits = waits;
    stamp = stamp();
    opened = open(NetworkProfile.read(file), Map.of());
    nextLookNanos = System.nanoTime() + waits.files().toNanos();
  }

  /** @throws SettingsException when the profile, or a file that it names, is not what it should be */
  static Gateways open(Path file, Waits waits) {
    return new Gateways(file, waits);
  }

  private Opened open(NetworkProfile profile, Map<String, OrganisationGateway> before) {
    Map<String, OrganisationGateway> gateways = new LinkedHashMap<>();
    var made = new ArrayList<OrganisationGateway>();
    for (var organisation : profile.organisations()) {
      var known = before.get(organisation.msp());
      if (known != null && known.organisation().equals(organisation)) {
        gateways.put(organisation.msp(), known);
        continue;
      }
      try {
        made.add(new OrganisationGateway(organisation, waits));
        gateways.put(organisation.msp(), made.getLast());
      } catch (IOException nonsense) {
        made.forEach(OrganisationGateway::close);
        throw new SettingsException("ledger.network: " + nonsense.getMessage() + ".");
      }
    }
    return new Opened(profile, gateways);
  }

  NetworkProfile profile() {
    return opened.profile();
  }

  /** In the order of the profile. */
  List<OrganisationGateway> all() {
    return List.copyOf(opened.gateways().values());
  }

  /** @throws LedgerAway where the profile does not have it */
  OrganisationGateway to(String msp) {
    look();
    var way = opened.gateways().get(msp);
    if (way == null) {
      throw new LedgerAway("The network's profile has no organisation " + msp, null);
    }
    return way;
  }

  /** Reads again what has changed of the profile and of the organisations' files, where it is time. */
  void look() {
    if (System.nanoTime() - nextLookNanos >= 0) {
      lookAgain();
    }
  }

  private synchronized void lookAgain() {
    if (System.nanoTime() - nextLookNanos < 0) {
      return;
    }
    nextLookNanos = System.nanoTime() + waits.files().toNanos();
    var now = stamp();
    if (now != null && !now.equals(stamp)) {
      takeUp(now);
    }
    opened.gateways().values().forEach(OrganisationGateway::look);
  }

  private void takeUp(Stamp now) {
    try {
      var profile = NetworkProfile.read(file);
      var before = opened;
      if (!isSame(profile, before.profile())) {
        LOG.atError().addKeyValue("file", file)
            .log("The network's profile is that of another ledger; it is not taken up before a restart");
      } else {
        opened = open(profile, before.gateways());
        before.gateways().values().stream().filter(way -> !opened.gateways().containsValue(way))
            .forEach(OrganisationGateway::leave);
        LOG.atInfo().addKeyValue("organisations", profile.organisations().stream().map(Organisation::msp)
            .toList()).log("The network's profile was read again");
      }
      stamp = now;
    } catch (SettingsException broken) {
      LOG.atWarn().setCause(broken).log("The network's profile cannot be read; what it said before holds");
    }
  }

  private static boolean isSame(NetworkProfile one, NetworkProfile other) {
    return one.kind() == other.kind() && one.channel().equals(other.channel())
        && one.chaincode().equals(other.chaincode());
  }

  private @Nullable Stamp stamp() {
    try {
      return new Stamp(Files.size(file), Files.getLastModifiedTime(file));
    } catch (IOException missing) {
      return null;
    }
  }

  @Override
  public void close() {
    opened.gateways().values().forEach(OrganisationGateway::close);
  }
}
