/**
 * The pages: files of {@code resources/web} as they are, with the headers that keep a browser safe.
 *
 * <p>What the pages show and do is in those files. Nothing is rendered here.
 */
@NullMarked
package org.reciprocalclubs.edge.web;

import org.jspecify.annotations.NullMarked;
