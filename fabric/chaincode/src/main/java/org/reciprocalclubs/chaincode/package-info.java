/**
 * What the clubs' ledger enforces: who may record which fact, once, and in which order. Each peer of each
 * organisation runs these contracts by itself, so they read nothing but their arguments, the caller's
 * certificate, the transaction's time and the ledger's state: no clock, no randomness, no environment. Facts
 * carry hashes and ids, never anything of a person. Nothing of the platform belongs here, and nothing of it
 * is used here.
 */
@NullMarked
package org.reciprocalclubs.chaincode;

import org.jspecify.annotations.NullMarked;
