import { z } from "zod";

import { count, finite } from "../release/manifest/fields.js";
import { Figures } from "./performance.js";

const Edges = z
  .array(finite)
  .max(100)
  .refine((edges) => edges.every((edge, i) => i === 0 || edges[i - 1]! < edge), {
    error: "do not rise",
  });

const Counts = z.array(count).min(1);

/** Counts of numbers, one more than there are edges. */
const NumberCounts = z.object({
  counts: Counts,
  /** By the fine edges. */
  fine: Counts.optional(),
  missing: count,
});

/** Counts of names. */
const NameCounts = z.object({
  /** In the order of the names. */
  counts: z.array(count),
  /** Values that are none of the names. */
  other: count,
  missing: count,
});

const NumberBins = z.object({
  kind: z.literal("numbers"),
  /** Upper ends of the bins: bin `i` holds what is above edge `i - 1` and not above edge `i`. The last bin has no end. */
  edges: Edges,
  /** The edges of narrower bins, all of `edges` among them. Of an open model only. */
  fine: Edges.optional(),
  /** Least and greatest value of the training observations. Of an open model only. */
  range: z.tuple([finite, finite]).optional(),
});

const Features = z.discriminatedUnion("kind", [
  NumberBins.extend({
    name: z.string(),
    training: NumberCounts,
    served: NumberCounts.optional(),
  }),
  z.object({
    name: z.string(),
    kind: z.literal("names"),
    names: z.array(z.string()),
    training: NameCounts,
    served: NameCounts.optional(),
  }),
]);

/**
 * What a release knows of its own numbers: bins that are fixed at training, and how many observations fall into each. It is the
 * part `reference.json`. Of a sensitive model no count is from 1 to 9.
 */
export const Reference = z.object({
  format: z.literal("despliega-reference"),
  formatVersion: z.literal(1),
  /** Training observations, on which the bins and the counts `training` rest. */
  trainingRows: count,
  /** Test observations, on which the bins of the scores rest. */
  testRows: count,
  /** Entities of a model by key, on which the counts `served` rest. */
  servedRows: count.optional(),
  /** In the manifest's order. `served` is absent where the release does not hold the feature. */
  features: z.array(Features).min(1),
  /** One for a number and for two classes, else one for each class, as a scorer gives them. */
  scores: z
    .array(NumberBins.extend({ test: NumberCounts, served: NumberCounts.optional() }))
    .min(1),
  /** What the scores promise of performance: those of the test rows, and of the entities of a model by key. */
  expected: z.object({ test: Figures, served: Figures.optional() }).optional(),
});
export type Reference = z.infer<typeof Reference>;
export type ReferenceFeature = Reference["features"][number];
export type ReferenceScore = Reference["scores"][number];
export type NumberCounts = z.infer<typeof NumberCounts>;
export type NameCounts = z.infer<typeof NameCounts>;

/** The bin of a number: how many edges are below it. */
export const binOf = (edges: readonly number[], value: number): number => {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= edges[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** What a bin is called in counts: its place from 0, `other`, or `missing`. */
export type BinName = `${number}` | "other" | "missing";

/** Makes what finds the bin of a feature's value, as a recorded answer holds it: a boolean is 0 or 1. */
export const binNamer = (
  feature: ReferenceFeature | ReferenceScore,
): ((value: number | string | null) => BinName) => {
  if (feature.kind === "names") {
    const places = new Map(feature.names.map((name, place) => [name, place]));
    return (value) => {
      if (value === null) return "missing";
      if (typeof value === "number") return `${value}`;
      const place = places.get(value);
      return place === undefined ? "other" : `${place}`;
    };
  }
  return (value) => (value === null ? "missing" : `${binOf(feature.edges, Number(value))}`);
};
