/** What travels: protobuf contracts, the one bus codec, subjects and the CloudEvents envelope. */
@NullMarked
package org.reciprocalclubs.codecs;

import org.jspecify.annotations.NullMarked;
