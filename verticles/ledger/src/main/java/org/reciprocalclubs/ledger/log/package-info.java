/**
 * The mathematics of the transparency log, in plain Java: a Merkle tree as RFC 6962 (and RFC 9162, its
 * successor) hashes it, kept as tiles of 256 hashes (C2SP tlog-tiles), proofs that an entry is in it and that
 * it only grew, and checkpoints signed as C2SP notes. Nothing here knows of clubs, of a database or of a
 * clock; what an entry is, and where tiles are kept, is said one package up.
 */
@NullMarked
package org.reciprocalclubs.ledger.log;

import org.jspecify.annotations.NullMarked;
