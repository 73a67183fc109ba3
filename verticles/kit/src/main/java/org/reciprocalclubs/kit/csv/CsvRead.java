package org.reciprocalclubs.kit.csv;

/** What reading a file gave: its rows, or the one fault that makes it no CSV. Immutable. */
public sealed interface CsvRead permits CsvTable, CsvFault {}
