/**
 * A ledger for development and tests: it serves the Fabric Gateway's interface in process and runs the same
 * contracts on the real shim, so that the platform's client takes the same path as with real peers. It is no
 * ledger to rely on: one process holds every organisation's keys. Nothing of the platform belongs here.
 */
@NullMarked
package org.reciprocalclubs.devledger;

import org.jspecify.annotations.NullMarked;
