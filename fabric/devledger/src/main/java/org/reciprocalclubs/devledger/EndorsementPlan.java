package org.reciprocalclubs.devledger;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.reciprocalclubs.devledger.WorldState.Versioned;

/**
 * Which organisations must endorse, so that the policies of everything that was written hold: the smallest
 * sets of organisations do, and of those one with the gateway's own organisation is preferred.
 */
final class EndorsementPlan {

  private final List<ByteString> keyPolicies;
  private final boolean chaincodePolicy;
  private final Policies policies;

  private EndorsementPlan(List<ByteString> keyPolicies, boolean chaincodePolicy, Policies policies) {
    this.keyPolicies = keyPolicies;
    this.chaincodePolicy = chaincodePolicy;
    this.policies = policies;
  }

  /** The policies that count: those of written keys, and the chaincode's where a written key has none. */
  static EndorsementPlan of(Set<String> written, WorldState.Snapshot snapshot, Policies policies) {
    List<ByteString> keyPolicies = new ArrayList<>();
    for (var key : written) {
      Versioned now = snapshot.get(key);
      ByteString policy = now == null
          ? ByteString.EMPTY
          : now.metadata().getOrDefault(Policies.VALIDATION_PARAMETER, ByteString.EMPTY);
      if (!policy.isEmpty()) {
        keyPolicies.add(policy);
      }
    }
    boolean chaincodePolicy = keyPolicies.isEmpty() || keyPolicies.size() < written.size();
    return new EndorsementPlan(keyPolicies, chaincodePolicy, policies);
  }

  /** The organisations to ask, out of these; none where they do not suffice. */
  Optional<Set<String>> choose(List<String> available, String preferred) {
    List<Set<String>> smallest = new ArrayList<>();
    for (var candidate : subsets(available)) {
      if (smallest.stream().noneMatch(candidate::containsAll) && satisfiedBy(candidate)) {
        smallest.add(candidate);
      }
    }
    return smallest.stream().min(Comparator.comparing((Set<String> set) -> !set.contains(preferred))
        .thenComparing(Set::size));
  }

  private boolean satisfiedBy(Set<String> msps) {
    var peers = Policies.peersOf(msps);
    return (!chaincodePolicy || policies.majority(peers))
        && keyPolicies.stream().allMatch(policy -> Policies.satisfies(policy, peers));
  }

  /** All sets but the empty one, small ones first. */
  private static List<Set<String>> subsets(List<String> msps) {
    return IntStream.range(1, 1 << msps.size()).boxed()
        .sorted(Comparator.comparing(Integer::bitCount)).map(bits -> subset(msps, bits)).toList();
  }

  private static Set<String> subset(List<String> msps, int bits) {
    var set = new java.util.LinkedHashSet<String>();
    IntStream.range(0, msps.size()).filter(i -> (bits & 1 << i) != 0).mapToObj(msps::get).forEach(set::add);
    return set;
  }
}
