package org.reciprocalclubs.devledger;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a development ledger is to be.
 *
 * @param directory holds keys, blocks and the profile; made when absent, used by one process at a time
 * @param msps the organisations, each by its MSP id, in the order of their ports and of the profile; later
 * starts may name more or fewer, which is recorded on the chain
 * @param portBase the port of the first organisation's peer, each further one being one higher; 0 takes
 * free ports
 * @param batchTimeout how long a transaction waits at most for others to share its block
 * @param batchMost transactions of one block at most
 */
public record DevelopmentNetwork(Path directory, List<String> msps, int portBase, Duration batchTimeout,
    int batchMost) {

  public static final String CHANNEL = "clubs";
  public static final String CHAINCODE = "clubs";
  /** A plan looks at every set of organisations, so that their number is bounded. */
  public static final int ORGANISATIONS_MOST = 12;
  public static final int BATCH_MOST = 10_000;
  public static final Duration BATCH_TIMEOUT_LONGEST = Duration.ofMinutes(1);
  static final String ORDERER_MSP = "OrdererMSP";
  private static final Pattern MSP = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,62}");
  private static final int LARGEST_PORT = 65_535;

  public DevelopmentNetwork {
    directory = directory.toAbsolutePath().normalize();
    msps = List.copyOf(msps);
    require(!msps.isEmpty() && msps.size() <= ORGANISATIONS_MOST,
        "A development ledger has 1 to " + ORGANISATIONS_MOST + " organisations");
    require(Set.copyOf(msps).size() == msps.size() && !msps.contains(ORDERER_MSP)
        && msps.stream().allMatch(msp -> MSP.matcher(msp).matches()),
        "MSP ids differ, are letters, digits and hyphens, and none is " + ORDERER_MSP);
    require(portBase == 0 || portBase > 0 && portBase + msps.size() - 1 <= LARGEST_PORT,
        "The peers' ports are between 1 and " + LARGEST_PORT + ", or chosen with 0");
    require(batchTimeout.isPositive() && batchTimeout.compareTo(BATCH_TIMEOUT_LONGEST) <= 0,
        "A batch is cut within " + BATCH_TIMEOUT_LONGEST);
    require(batchMost > 0 && batchMost <= BATCH_MOST, "A block has 1 to " + BATCH_MOST + " transactions");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
