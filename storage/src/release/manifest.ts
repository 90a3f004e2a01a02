import { z } from "zod";

import { isModelName, isVersion, PART_NAMES, type PartName } from "../names.js";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const finite = z.number();
const count = z.int().nonnegative();

/** A path of the api in which `:id` stands for the entity. */
const path = z.string().regex(/^(?:\/(?:[a-z0-9_]+|:id))+$/);

/** One input of the model, in the model's order. */
const Feature = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  /** `integer`: whole numbers only. */
  type: z.enum(["integer", "number"]),
  description: z.string(),
  /** The only values that are allowed; without it every finite number is. */
  values: z.array(finite).min(1).optional(),
  /** Whether a request may leave it empty (`null`), and then what stands in for it. */
  missing: z.union([z.literal("refused"), z.strictObject({ fill: finite })]),
  /** Smallest and largest value among the training observations. */
  range: z.tuple([finite, finite]),
  /** Mean over the training observations; contributions are measured from here. */
  mean: finite,
});

const Part = z.strictObject({
  name: z.enum(PART_NAMES as [PartName, ...PartName[]]),
  bytes: count,
  sha256,
  /** Data rows, for tables. */
  rows: count.optional(),
});

/** How the api answers for a model. */
const Serving = z.discriminatedUnion("by", [
  z.strictObject({
    /** The caller names an entity; its features lie in the release. */
    by: z.literal("key"),
    entity: z.strictObject({ name: z.string(), type: z.literal("integer") }),
    paths: z.strictObject({ features: path, prediction: path }),
    answer: z.string(),
  }),
  z.strictObject({
    /** The caller sends the features. */
    by: z.literal("row"),
    answer: z.string(),
  }),
]);

const Gate = z.strictObject({
  rule: z.string(),
  passed: z.boolean(),
  /** The measured value and what it had to reach. */
  value: finite,
  bound: finite,
});

const Lineage = z.strictObject({
  inputs: z.array(
    z.strictObject({ name: z.string(), bytes: count, sha256, rows: count, rejected: count }),
  ),
  /** Version of the trainer, and the commit that its image was built from where it is known. */
  trainer: z.strictObject({ version: z.string(), commit: z.string().nullable() }),
  parameters: z.record(z.string(), z.union([z.string(), finite, z.boolean(), z.null()])),
});

/** The description of a release: everything that serving it needs. Written last, so that it vouches for its parts. */
export const Manifest = z.strictObject({
  format: z.literal("despliega-release"),
  formatVersion: z.literal(1),
  model: z.string().refine(isModelName),
  version: z.string().refine(isVersion),
  created: z.iso.datetime(),
  question: z.string(),
  task: z.enum(["classification", "regression"]),
  target: z.string(),
  features: z.array(Feature).min(1),
  /** Names the format of `model.json`. */
  estimator: z.enum(["logistic"]),
  /** Scores at or above `value` are class 1. */
  threshold: z.strictObject({ value: finite, policy: z.string() }).optional(),
  serving: Serving,
  privacy: z.enum(["open", "sensitive"]),
  metrics: z.record(z.string(), finite),
  gates: z.array(Gate),
  /** The champion when the release was made, measured on the same observations; left out when none could be. */
  champion: z
    .strictObject({
      version: z.string().refine(isVersion),
      metrics: z.record(z.string(), finite),
    })
    .optional(),
  lineage: Lineage,
  parts: z
    .array(Part)
    .refine((parts) => new Set(parts.map(({ name }) => name)).size === parts.length, {
      error: "names a part twice",
    }),
});

export type Manifest = z.infer<typeof Manifest>;
export type ManifestFeature = z.infer<typeof Feature>;
export type ManifestPart = z.infer<typeof Part>;
export type ManifestGate = z.infer<typeof Gate>;
export type Serving = z.infer<typeof Serving>;
