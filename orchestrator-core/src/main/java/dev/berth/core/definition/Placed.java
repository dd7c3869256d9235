package dev.berth.core.definition;

import dev.berth.core.problem.Located;

/** A value together with the text it was read from, for checks that compare several. */
record Placed<T>(T value, Located at) {}
