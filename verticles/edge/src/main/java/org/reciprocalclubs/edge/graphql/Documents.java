package org.reciprocalclubs.edge.graphql;

import graphql.ErrorType;
import graphql.ExecutionInput;
import graphql.GraphqlErrorBuilder;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.execution.preparsed.PreparsedDocumentProvider;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Keeps documents that were parsed and validated, for the next client that sends the same. Thread-safe. */
final class Documents implements PreparsedDocumentProvider {
  /** A longer document is parsed each time. */
  private static final int MAX_KEPT_CHARACTERS = 10_000;

  private final int maxAliases;
  private final Map<String, PreparsedDocumentEntry> kept;

  Documents(int maxKept, int maxAliases) {
    this.maxAliases = maxAliases;
    this.kept = Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, PreparsedDocumentEntry> eldest) {
        return size() > maxKept;
      }
    });
  }

  @Override
  public CompletableFuture<PreparsedDocumentEntry> getDocumentAsync(ExecutionInput input,
      Function<ExecutionInput, PreparsedDocumentEntry> parse) {
    String query = input.getQuery();
    PreparsedDocumentEntry entry = kept.get(query);
    if (entry == null) {
      entry = checked(parse.apply(input));
      if (query.length() <= MAX_KEPT_CHARACTERS && !entry.hasErrors()) {
        kept.put(query, entry);
      }
    }
    return CompletableFuture.completedFuture(entry);
  }

  private PreparsedDocumentEntry checked(PreparsedDocumentEntry entry) {
    if (entry.hasErrors() || aliases(entry.getDocument()) <= maxAliases) {
      return entry;
    }
    return new PreparsedDocumentEntry(GraphqlErrorBuilder.newError().errorType(ErrorType.ValidationError)
        .message("A document may hold at most %d aliases", maxAliases).build());
  }

  private static int aliases(Document document) {
    int aliases = 0;
    List<Node<?>> open = new ArrayList<>(List.of(document));
    while (!open.isEmpty()) {
      Node<?> node = open.removeLast();
      if (node instanceof Field field && field.getAlias() != null) {
        aliases++;
      }
      for (Node<?> child : node.getChildren()) {
        open.add(child);
      }
    }
    return aliases;
  }
}
