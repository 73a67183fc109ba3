package org.reciprocalclubs.devledger;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hyperledger.fabric.protos.common.MSPPrincipal;
import org.hyperledger.fabric.protos.common.MSPRole;
import org.hyperledger.fabric.protos.common.MSPRole.MSPRoleType;
import org.hyperledger.fabric.protos.common.SignaturePolicy;
import org.hyperledger.fabric.protos.common.SignaturePolicyEnvelope;

/**
 * Endorsement policies. The chaincode's is the MAJORITY of the channel's organisations, each by one of its
 * peers. A key's own is a {@link SignaturePolicyEnvelope} in the key's metadata and stands in place of the
 * chaincode's.
 */
final class Policies {

  /** Where a key's metadata holds its policy. */
  static final String VALIDATION_PARAMETER = "VALIDATION_PARAMETER";

  /** An endorser as policies see it. */
  record Endorser(String msp, String unit) {

    static Endorser peerOf(String msp) {
      return new Endorser(msp, "peer");
    }

    private boolean has(MSPRoleType role) {
      return role == MSPRoleType.MEMBER || unit.equalsIgnoreCase(role.name());
    }
  }

  private final Set<String> msps;

  Policies(Collection<String> msps) {
    this.msps = Set.copyOf(msps);
  }

  /** Whether more than half of the channel's organisations endorsed. */
  boolean majority(Collection<Endorser> endorsers) {
    long organisations = endorsers.stream().filter(each -> each.has(MSPRoleType.PEER)).map(Endorser::msp)
        .filter(msps::contains).distinct().count();
    return organisations > msps.size() / 2;
  }

  /** Whether the endorsers satisfy a key's policy; one that cannot be read is satisfied by nobody. */
  static boolean satisfies(ByteString policy, Collection<Endorser> endorsers) {
    try {
      var envelope = SignaturePolicyEnvelope.parseFrom(policy);
      var distinct = List.copyOf(endorsers);
      return holds(envelope.getRule(), envelope.getIdentitiesList(), distinct, new boolean[distinct.size()]);
    } catch (InvalidProtocolBufferException unreadable) {
      return false;
    }
  }

  /** Each endorsement counts once: one that satisfied a rule is used up. */
  private static boolean holds(SignaturePolicy rule, List<MSPPrincipal> principals, List<Endorser> endorsers,
      boolean[] used) throws InvalidProtocolBufferException {
    return switch (rule.getTypeCase()) {
      case SIGNED_BY -> signedBy(rule.getSignedBy(), principals, endorsers, used);
      case N_OUT_OF -> manyHold(rule.getNOutOf(), principals, endorsers, used);
      case TYPE_NOT_SET -> false;
    };
  }

  private static boolean signedBy(int principal, List<MSPPrincipal> principals, List<Endorser> endorsers,
      boolean[] used) throws InvalidProtocolBufferException {
    for (int i = 0; i < endorsers.size() && principal >= 0 && principal < principals.size(); i++) {
      if (!used[i] && is(endorsers.get(i), principals.get(principal))) {
        used[i] = true;
        return true;
      }
    }
    return false;
  }

  private static boolean manyHold(SignaturePolicy.NOutOf rule, List<MSPPrincipal> principals,
      List<Endorser> endorsers, boolean[] used) throws InvalidProtocolBufferException {
    boolean[] now = used.clone();
    int satisfied = 0;
    for (var each : rule.getRulesList()) {
      boolean[] attempt = now.clone();
      if (holds(each, principals, endorsers, attempt)) {
        satisfied++;
        now = attempt;
      }
    }
    if (satisfied >= rule.getN()) {
      System.arraycopy(now, 0, used, 0, used.length);
      return true;
    }
    return false;
  }

  private static boolean is(Endorser endorser, MSPPrincipal principal) throws InvalidProtocolBufferException {
    if (principal.getPrincipalClassification() != MSPPrincipal.Classification.ROLE) {
      return false;
    }
    var role = MSPRole.parseFrom(principal.getPrincipal());
    return endorser.msp().equals(role.getMspIdentifier()) && endorser.has(role.getRole());
  }

  static List<Endorser> peersOf(Collection<String> msps) {
    return msps.stream().map(Endorser::peerOf).collect(Collectors.toList());
  }
}
