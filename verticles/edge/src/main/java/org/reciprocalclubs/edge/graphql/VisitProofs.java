package org.reciprocalclubs.edge.graphql;

import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.dataloader.BatchLoader;
import org.dataloader.DataLoader;
import org.dataloader.DataLoaderFactory;
import org.dataloader.DataLoaderOptions;
import org.dataloader.DataLoaderRegistry;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.ledger.v1.ListVisitProofsRequest;
import org.reciprocalclubs.codecs.ledger.v1.ListVisitProofsResponse;
import org.reciprocalclubs.codecs.ledger.v1.VisitProof;
import org.reciprocalclubs.codecs.reciprocal.v1.Visit;
import org.reciprocalclubs.edge.operation.Bound;
import org.reciprocalclubs.edge.operation.Call;
import org.reciprocalclubs.edge.operation.Door;

/**
 * What the ledger room knows of visits: asked once for all visits of an answer, and only where a document
 * asks for it. While that room does not answer nothing is known of a visit, and the visit is shown all the
 * same. Thread-safe.
 */
final class VisitProofs {
  private static final String LOADER = "visitProofs";
  /** As many as the rpc takes. */
  private static final int BATCH_MAX = 100;

  private final Door door;
  private final Bound list;

  /** @param list the row of ListVisitProofs */
  VisitProofs(Door door, Bound list) {
    this.door = door;
    this.list = list;
  }

  /** The fields of a visit that are answered from here. */
  Map<String, Binding.Elsewhere> fields() {
    return Map.of("Visit.proof", new Binding.Elsewhere(fetcher(proof -> proof), VisitProof.getDescriptor()),
        "Visit.blockchainTxId", new Binding.Elsewhere(
            fetcher(proof -> proof.hasAnchor() ? proof.getAnchor().getTx() : null), null));
  }

  /** What collects the visits of one request. */
  DataLoaderRegistry loaders(Call call) {
    // what was true of the last event of a subscription need not be true of the next
    DataLoaderOptions options = DataLoaderOptions.newOptions().setCachingEnabled(false)
        .setMaxBatchSize(BATCH_MAX).build();
    BatchLoader<String, Optional<VisitProof>> all = visits -> load(visits, call);
    return DataLoaderRegistry.newRegistry().register(LOADER, DataLoaderFactory.newDataLoader(all, options))
        .build();
  }

  private static DataFetcher<CompletionStage<@Nullable Object>> fetcher(
      Function<VisitProof, @Nullable Object> read) {
    return field -> of(field).thenApply(proof -> proof.map(read).orElse(null));
  }

  private static CompletionStage<Optional<VisitProof>> of(DataFetchingEnvironment field) {
    Visit visit = Objects.requireNonNull(field.getSource());
    DataLoader<String, Optional<VisitProof>> loader = Objects.requireNonNull(field.getDataLoader(LOADER));
    return visit.getNeverBegan()
        ? CompletableFuture.completedFuture(Optional.empty())
        : loader.load(visit.getId());
  }

  private CompletionStage<List<Optional<VisitProof>>> load(List<String> visits, Call call) {
    ListVisitProofsRequest request = ListVisitProofsRequest.newBuilder()
        .addAllVisits(visits.stream().distinct().toList()).build();
    return door.ask(list, request, call, null)
        .map(answer -> ((ListVisitProofsResponse) answer).getProofsList()).otherwise(List.of())
        .map(proofs -> inOrder(visits, proofs)).toCompletionStage();
  }

  private static List<Optional<VisitProof>> inOrder(List<String> visits, List<VisitProof> proofs) {
    Map<String, VisitProof> known = new HashMap<>();
    proofs.forEach(proof -> known.put(proof.getVisit(), proof));
    return visits.stream().map(visit -> Optional.ofNullable(known.get(visit))).toList();
  }
}
