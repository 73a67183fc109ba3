/**
 * The members of each club: who they are, how they stand, and the pass they show elsewhere. Serves every rpc
 * of member/v1. What may happen to a membership is decided in {@code rules}, a club's own file is read in
 * {@code register}, rows are kept in {@code store}. Whether a visitor is admitted does not belong here: the
 * desk asks through the SQL functions named {@code *_for_desk}.
 */
@NullMarked
package org.reciprocalclubs.member;

import org.jspecify.annotations.NullMarked;
