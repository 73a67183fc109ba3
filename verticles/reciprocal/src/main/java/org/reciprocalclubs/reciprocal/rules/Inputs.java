package org.reciprocalclubs.reciprocal.rules;

/**
 * Everything one decision depends on, and nothing else. {@link Canonical#inputs} turns it into the bytes
 * whose hash is kept beside the verdict.
 */
public record Inputs(Agreed agreed, Clubs clubs, Standing standing, History history, Request request) {

  public Inputs with(Agreed other) {
    return new Inputs(other, clubs, standing, history, request);
  }

  public Inputs with(Clubs other) {
    return new Inputs(agreed, other, standing, history, request);
  }

  public Inputs with(Standing other) {
    return new Inputs(agreed, clubs, other, history, request);
  }

  public Inputs with(History other) {
    return new Inputs(agreed, clubs, standing, other, request);
  }

  public Inputs with(Request other) {
    return new Inputs(agreed, clubs, standing, history, other);
  }
}
