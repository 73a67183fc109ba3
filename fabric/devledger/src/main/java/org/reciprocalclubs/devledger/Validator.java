package org.reciprocalclubs.devledger;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hyperledger.fabric.protos.common.BlockData;
import org.hyperledger.fabric.protos.ledger.rwset.NsReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVMetadataWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;
import org.hyperledger.fabric.protos.peer.Endorsement;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.devledger.Policies.Endorser;
import org.reciprocalclubs.devledger.WorldState.Height;
import org.reciprocalclubs.devledger.WorldState.Versioned;

/**
 * Says of each transaction of a block whether it is valid, in Fabric's two passes: first form, creator,
 * duplicates and endorsement policies, all against the state before the block; then, in order, whether what
 * was read still holds after the transactions before it.
 */
final class Validator {

  private static final int STATUS_OF_ERRORS = 400;

  /** A block's codes and the writes of its valid transactions. */
  record Validated(List<TxValidationCode> codes, BlockUpdates updates) {}

  /** One transaction's way through the block. */
  private record Candidate(TxValidationCode code, @Nullable Submitted transaction, @Nullable KVRWSet set) {

    static Candidate invalid(TxValidationCode code) {
      return new Candidate(code, null, null);
    }

    boolean valid() {
      return code == TxValidationCode.VALID;
    }
  }

  private final Membership membership;
  private final Policies policies;
  private final Predicate<String> committed;

  /** @param committed whether a transaction of this id stands in an earlier block */
  Validator(Membership membership, Policies policies, Predicate<String> committed) {
    this.membership = membership;
    this.policies = policies;
    this.committed = committed;
  }

  Validated validate(long number, BlockData data, WorldState.Snapshot before) {
    List<Candidate> candidates = endorsed(data, before);
    var updates = new BlockUpdates(before);
    List<TxValidationCode> codes = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      TxValidationCode code = candidate.set() == null ? candidate.code() : readable(candidate.set(), updates);
      if (code == TxValidationCode.VALID && candidate.set() != null) {
        updates.apply(candidate.set(), new Height(number, i));
      }
      codes.add(code);
    }
    return new Validated(codes, updates);
  }

  private static TxValidationCode readable(KVRWSet set, BlockUpdates updates) {
    if (!set.getReadsList().stream().allMatch(updates::stillReads)) {
      return TxValidationCode.MVCC_READ_CONFLICT;
    }
    return set.getRangeQueriesInfoList().stream().allMatch(updates::stillReads)
        ? TxValidationCode.VALID
        : TxValidationCode.PHANTOM_READ_CONFLICT;
  }

  private List<Candidate> endorsed(BlockData data, WorldState.Snapshot before) {
    List<Candidate> candidates = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    Set<String> policiesChanged = new HashSet<>();
    for (var bytes : data.getDataList()) {
      Candidate candidate = endorsed(bytes, before, policiesChanged);
      if (candidate.valid() && candidate.transaction() != null && candidate.set() != null) {
        candidate.set().getMetadataWritesList().forEach(write -> policiesChanged.add(write.getKey()));
        if (!ids.add(candidate.transaction().headers().transactionId())) {
          candidate = Candidate.invalid(TxValidationCode.DUPLICATE_TXID);
        }
      }
      candidates.add(candidate);
    }
    return candidates;
  }

  private Candidate endorsed(ByteString bytes, WorldState.Snapshot before, Set<String> policiesChanged) {
    Submitted.Headers headers;
    try {
      headers = Submitted.Headers.parse(bytes);
    } catch (InvalidProtocolBufferException e) {
      return Candidate.invalid(TxValidationCode.BAD_PAYLOAD);
    }
    TxValidationCode formed = formed(headers);
    if (formed != TxValidationCode.VALID) {
      return Candidate.invalid(formed);
    }
    Submitted transaction;
    try {
      transaction = Submitted.parse(headers);
    } catch (InvalidProtocolBufferException e) {
      return Candidate.invalid(TxValidationCode.INVALID_ENDORSER_TRANSACTION);
    }
    if (committed.test(headers.transactionId())) {
      return Candidate.invalid(TxValidationCode.DUPLICATE_TXID);
    }
    try {
      var code = action(transaction);
      if (code == TxValidationCode.VALID) {
        code = policies(transaction, before, policiesChanged);
      }
      return code == TxValidationCode.VALID
          ? new Candidate(code, transaction, transaction.set())
          : Candidate.invalid(code);
    } catch (InvalidProtocolBufferException e) {
      return Candidate.invalid(TxValidationCode.BAD_RWSET);
    }
  }

  private TxValidationCode formed(Submitted.Headers headers) {
    var signature = headers.signature();
    if (!headers.isTransaction() || headers.channel().getEpoch() != 0 || signature.getNonce().isEmpty()
        || signature.getCreator().isEmpty()) {
      return TxValidationCode.BAD_COMMON_HEADER;
    }
    try {
      var creator = membership.member(signature.getCreator());
      if (!creator.signed(headers.envelope().getPayload(), headers.envelope().getSignature())) {
        return TxValidationCode.BAD_CREATOR_SIGNATURE;
      }
    } catch (Membership.Stranger e) {
      return TxValidationCode.BAD_CREATOR_SIGNATURE;
    }
    return headers.transactionId().equals(Proposed.transactionId(signature))
        ? TxValidationCode.VALID
        : TxValidationCode.BAD_PROPOSAL_TXID;
  }

  /** Whether the contract's answer is one of this chaincode about its own state. */
  private static TxValidationCode action(Submitted transaction) throws InvalidProtocolBufferException {
    var chaincode = DevelopmentNetwork.CHAINCODE;
    var action = transaction.action();
    var event = transaction.event();
    boolean named = transaction.headers().chaincode().equals(chaincode)
        && action.getChaincodeId().getName().equals(chaincode);
    boolean eventNamed = event.getEventName().isEmpty() || event.getChaincodeId().equals(chaincode)
        && event.getTxId().equals(transaction.headers().transactionId());
    if (!named) {
      return TxValidationCode.INVALID_CHAINCODE;
    }
    if (!eventNamed) {
      return TxValidationCode.INVALID_OTHER_REASON;
    }
    if (action.getResponse().getStatus() >= STATUS_OF_ERRORS) {
      return TxValidationCode.BAD_RESPONSE_PAYLOAD;
    }
    return transaction.results().getNsRwsetList().stream().map(NsReadWriteSet::getNamespace)
        .allMatch(chaincode::equals) ? TxValidationCode.VALID : TxValidationCode.ILLEGAL_WRITESET;
  }

  /** Each written key's own policy, or the chaincode's where one has none or nothing is written. */
  private TxValidationCode policies(Submitted transaction, WorldState.Snapshot before,
      Set<String> policiesChanged) throws InvalidProtocolBufferException {
    Collection<Endorser> endorsers = endorsers(transaction);
    KVRWSet set = transaction.set();
    Set<String> keys = Stream.concat(set.getWritesList().stream().map(KVWrite::getKey),
        set.getMetadataWritesList().stream().map(KVMetadataWrite::getKey))
        .collect(Collectors.toCollection(LinkedHashSet::new));
    boolean chaincodePolicy = keys.isEmpty();
    for (var key : keys) {
      if (policiesChanged.contains(key)) {
        return TxValidationCode.ENDORSEMENT_POLICY_FAILURE;
      }
      Versioned now = before.get(key);
      ByteString policy = now == null
          ? ByteString.EMPTY
          : now.metadata().getOrDefault(Policies.VALIDATION_PARAMETER, ByteString.EMPTY);
      chaincodePolicy |= policy.isEmpty();
      if (!policy.isEmpty() && !Policies.satisfies(policy, endorsers)) {
        return TxValidationCode.ENDORSEMENT_POLICY_FAILURE;
      }
    }
    return chaincodePolicy && !policies.majority(endorsers)
        ? TxValidationCode.ENDORSEMENT_POLICY_FAILURE
        : TxValidationCode.VALID;
  }

  /** Those whose endorsement is good; each identity once. */
  private Collection<Endorser> endorsers(Submitted transaction) {
    Set<ByteString> seen = new HashSet<>();
    List<Endorser> endorsers = new ArrayList<>();
    for (Endorsement endorsement : transaction.endorsements()) {
      try {
        var member = membership.member(endorsement.getEndorser());
        ByteString signed = transaction.responsePayload().concat(endorsement.getEndorser());
        if (member.signed(signed, endorsement.getSignature()) && seen.add(endorsement.getEndorser())) {
          endorsers.add(new Endorser(member.msp(), member.unit()));
        }
      } catch (Membership.Stranger notOfTheChannel) {
        continue;
      }
    }
    return endorsers;
  }
}
