package org.reciprocalclubs.ledger.fabric;

import io.grpc.Status;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hyperledger.fabric.client.CommitStatusException;
import org.hyperledger.fabric.client.EndorseException;
import org.hyperledger.fabric.client.GatewayException;
import org.hyperledger.fabric.client.SubmitException;
import org.hyperledger.fabric.protos.gateway.ErrorDetail;

/**
 * What failures of the gateway mean. Status codes alone do not say: a contract's refusal, peers that disagree
 * and a chaincode that is down are all ABORTED, and differ in the texts of the peers.
 */
final class Faults {
  /** How a gateway quotes a contract: {@code chaincode response 500, CONFLICT: already approved}. */
  private static final Pattern CONTRACT = Pattern
      .compile("chaincode response \\d+, (?:([A-Z][A-Z0-9_]*): )?(.*)", Pattern.DOTALL);
  private static final String MISMATCH = "ProposalResponsePayloads do not match";
  private static final List<String> IDENTITY = List.of("access denied", "creator is malformed",
      "creator certificate is not valid", "creator's signature", "failed verifying that proposal's creator");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  /** Texts of peers go into rows and logs. */
  private static final int DETAIL_MAX = 500;

  private Faults() {}

  /** Nothing was ordered. */
  static RuntimeException endorsing(EndorseException failure) {
    return asked(failure);
  }

  /** Nothing was ordered, nor would it have been. */
  static RuntimeException evaluating(GatewayException failure) {
    return asked(failure);
  }

  private static RuntimeException asked(GatewayException failure) {
    var texts = texts(failure);
    for (var text : texts) {
      var contract = CONTRACT.matcher(text);
      if (contract.find()) {
        var code = contract.group(1);
        return new LedgerRefused(code == null ? LedgerRefused.CONTRACT_FAILED : code,
            brief(contract.group(2)));
      }
    }
    for (var text : texts) {
      if (text.contains(MISMATCH)) {
        return new LedgerRefused(LedgerRefused.PEERS_DISAGREE, brief(text));
      }
      if (IDENTITY.stream().anyMatch(text::contains)) {
        return new LedgerRefused(LedgerRefused.IDENTITY_REFUSED, brief(text));
      }
    }
    return switch (failure.getStatus().getCode()) {
      case PERMISSION_DENIED, UNAUTHENTICATED ->
        new LedgerRefused(LedgerRefused.IDENTITY_REFUSED, said(failure));
      case INVALID_ARGUMENT -> new LedgerRefused(LedgerRefused.REQUEST_INVALID, said(failure));
      default -> new LedgerAway(said(failure), failure);
    };
  }

  /** Whether an orderer has it nobody knows, but for one that said that it does not take it. */
  static RuntimeException submitting(SubmitException failure) {
    return switch (failure.getStatus().getCode()) {
      case ABORTED -> new LedgerRefused(LedgerRefused.ORDERER_REFUSED, said(failure));
      case INVALID_ARGUMENT -> new LedgerRefused(LedgerRefused.REQUEST_INVALID, said(failure));
      default -> new LedgerUnknown(said(failure), failure);
    };
  }

  static LedgerUnknown asking(CommitStatusException failure) {
    boolean undecided = failure.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED;
    return new LedgerUnknown(said(failure), failure, undecided);
  }

  /** What was said, and by which organisation's peer. */
  static String said(GatewayException failure) {
    return said(failure.getStatus(), failure.getDetails());
  }

  static String said(Status status, List<ErrorDetail> details) {
    var text = new StringBuilder(status.getCode().name()).append(' ').append(status.getDescription());
    details.forEach(detail -> text.append("; ").append(detail.getMspId()).append(": ")
        .append(detail.getMessage()));
    return brief(text.toString());
  }

  private static List<String> texts(GatewayException failure) {
    var details = failure.getDetails().stream().map(ErrorDetail::getMessage);
    return Stream.concat(details, Stream.ofNullable(failure.getStatus().getDescription())).toList();
  }

  /** Without control characters, of which databases refuse one. */
  private static String brief(String said) {
    var text = CONTROL.matcher(said).replaceAll(" ");
    return text.length() <= DETAIL_MAX ? text : text.substring(0, DETAIL_MAX);
  }
}
