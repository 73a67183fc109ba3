package org.reciprocalclubs.devledger;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Optional;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.reciprocalclubs.devledger.Membership.Member;
import org.reciprocalclubs.devledger.Membership.Stranger;

/**
 * What a peer and the orderer check of who asks, before they look at what is asked. Answers in their words.
 */
final class Access {

  private static final String POLICY_UNMET = "implicit policy evaluation failed - 0 sub-policies were"
      + " satisfied, but this policy requires 1 of the '%s' sub-policies to be satisfied";

  private final Membership membership;
  private final Chain chain;

  Access(Membership membership, Chain chain) {
    this.membership = membership;
    this.chain = chain;
  }

  /** Why a peer does not look at this proposal. */
  Optional<String> refusal(Proposed proposal) {
    return malformed(proposal).or(() -> denied(proposal))
        .map(reason -> "error validating proposal: " + reason)
        .or(() -> duplicate(proposal)).or(() -> notAWriter(proposal));
  }

  private static Optional<String> malformed(Proposed proposal) {
    var channel = proposal.channelHeader();
    var signature = proposal.signatureHeader();
    if (channel.getType() != HeaderType.ENDORSER_TRANSACTION_VALUE) {
      return Optional.of("invalid header type " + HeaderType.forNumber(channel.getType()));
    }
    if (channel.getEpoch() != 0) {
      return Optional.of("epoch is non-zero");
    }
    if (signature.getNonce().isEmpty()) {
      return Optional.of("nonce is empty");
    }
    if (signature.getCreator().isEmpty()) {
      return Optional.of("creator is empty");
    }
    var expected = Proposed.transactionId(signature);
    return proposal.transactionId().equals(expected)
        ? Optional.empty()
        : Optional.of("incorrectly computed txid '%s' -- expected '%s'"
            .formatted(proposal.transactionId(), expected));
  }

  private Optional<String> denied(Proposed proposal) {
    var denied = "access denied: channel [" + proposal.channelHeader().getChannelId() + "] ";
    try {
      var creator = membership.member(proposal.creator());
      boolean good = !creator.hasEnded(Instant.now())
          && creator.signed(proposal.signed().getProposalBytes(), proposal.signed().getSignature());
      return good ? Optional.empty() : Optional.of(denied + "creator org [" + creator.msp() + "]");
    } catch (Stranger e) {
      return Optional.of(denied + e.getMessage());
    }
  }

  private Optional<String> duplicate(Proposed proposal) {
    return chain.result(proposal.transactionId()) == null
        ? Optional.empty()
        : Optional.of("duplicate transaction found [%s]. Creator [%s]"
            .formatted(proposal.transactionId(), Hashes.hex(proposal.creator())));
  }

  private Optional<String> notAWriter(Proposed proposal) {
    return isWriter(proposal.creator())
        ? Optional.empty()
        : Optional.of(unmet("Writers"));
  }

  private boolean isWriter(ByteString creator) {
    try {
      return membership.member(creator).mayWrite();
    } catch (Stranger e) {
      return false;
    }
  }

  private static String unmet(String policy) {
    return "Failed evaluating policy on signed data during check policy on channel ["
        + DevelopmentNetwork.CHANNEL + "] with policy [/Channel/Application/" + policy + "]: ["
        + POLICY_UNMET.formatted(policy) + "]";
  }

  /** Why the orderer does not take this transaction. */
  Optional<String> refusal(Submitted.Headers transaction) {
    var unmet = Optional.of(POLICY_UNMET.formatted("Writers") + ": permission denied");
    try {
      Member creator = membership.member(transaction.signature().getCreator());
      if (creator.hasEnded(Instant.now())) {
        return Optional.of("broadcast client identity expired");
      }
      var envelope = transaction.envelope();
      return creator.mayWrite() && creator.signed(envelope.getPayload(), envelope.getSignature())
          ? Optional.empty()
          : unmet;
    } catch (Stranger e) {
      return unmet;
    }
  }

  /** Why this identity may not read: results and events. */
  Optional<String> refusalToRead(ByteString identity, ByteString request, ByteString signature) {
    var unmet = Optional.of(unmet("Readers"));
    try {
      Member reader = membership.member(identity);
      return reader.mayRead() && !reader.hasEnded(Instant.now()) && reader.signed(request, signature)
          ? Optional.empty()
          : unmet;
    } catch (Stranger e) {
      return unmet;
    }
  }
}
