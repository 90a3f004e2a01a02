import { z } from "zod";

import { MODEL_FORMATS } from "../formats/load-scorer.js";
import { isModelName } from "./blob-names.js";
import { isName, NAME_RULE } from "./feature-names.js";
import { folderOf, isPartName, PART_FOLDERS } from "./part-names.js";
import { isVersion } from "./version.js";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const finite = z.number();
const count = z.int().nonnegative();

/** A name of letters of any script, see {@link isName}. */
const name = z.string().refine(isName, { error: `is not ${NAME_RULE}` });

/** A path of the api in which `:id` stands for the entity. */
const path = z.string().regex(/^(?:\/(?:[a-z0-9_]+|:id))+$/);

/** One input of the model, in the model's order. */
const Feature = z.strictObject({
  name,
  /** `integer`: whole numbers only. */
  type: z.enum(["integer", "number"]),
  description: z.string(),
  /** The only values that are allowed; without it every finite number is. */
  values: z.array(finite).min(1).optional(),
  /** Whether a request may leave it empty (`null`), and then what stands in for it; `kept`: the model takes it as it is. */
  missing: z.union([z.enum(["refused", "kept"]), z.strictObject({ fill: finite })]),
  /** Smallest and largest value among the training observations; none where they would show single people. */
  range: z.tuple([finite, finite]).optional(),
  /** Mean over the training observations; contributions are measured from here. */
  mean: finite,
});

/** A part, known to this version or not: a plain file name within one of the folders of its own release. */
const Part = z
  .object({
    folder: z.enum(PART_FOLDERS),
    name: z.string().refine(isPartName, { error: "is not a plain file name" }),
    bytes: count,
    sha256,
    /** Data rows, for tables. */
    rows: count.optional(),
  })
  .refine(({ folder, name }) => (folderOf(name) ?? folder) === folder, {
    error: "is not in its folder",
    path: ["folder"],
  });

/** What a reader of a release may have to understand, beyond format 2 as it first was; nothing yet. */
const NEEDS: ReadonlySet<string> = new Set();

/** Whom a row of a sensitive model is about, and who may ask. */
const Subject = z.strictObject({
  /** The field of a request that identifies the person; it becomes a pseudonym before anything else happens. */
  name,
  /** Id of the key that pseudonyms were made with; null when the training data named nobody. */
  pseudonymKey: z.string().nullable(),
  /** The role that sees the end of a pseudonym, and the one that sees all of it. */
  roles: z.strictObject({ masked: z.string(), whole: z.string() }),
});

/** How the api answers for a model. */
const Serving = z.discriminatedUnion("by", [
  z.strictObject({
    /** The caller names an entity; its features lie in the release. */
    by: z.literal("key"),
    entity: z.strictObject({ name: z.string(), type: z.enum(["integer", "text"]) }),
    paths: z.strictObject({ features: path, prediction: path }),
    answer: z.string(),
  }),
  z.strictObject({
    /** The caller sends the features. */
    by: z.literal("row"),
    answer: z.string(),
    subject: Subject.optional(),
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

/**
 * The fields of a manifest, each on its own right. Unknown fields are left out: a later version may add some that a
 * reader need not understand, and names in `needs` what it must.
 */
export const ManifestFields = z.object({
  format: z.literal("despliega-release"),
  formatVersion: z.literal(2),
  /** What a reader must understand to answer from this release. Default: nothing beyond format 2. */
  needs: z
    .array(z.string().refine((need) => NEEDS.has(need), { error: "needs a later version" }))
    .optional(),
  model: z.string().refine(isModelName),
  version: z.string().refine(isVersion),
  created: z.iso.datetime(),
  question: z.string(),
  task: z.enum(["classification", "regression"]),
  target: z.string(),
  /** Names of the classes of a classification, that of label 0 first. */
  classes: z
    .array(z.string().min(1))
    .min(2)
    .refine((names) => new Set(names).size === names.length, { error: "names a class twice" })
    .optional(),
  features: z.array(Feature).min(1),
  /** Names the format of `model.json`. */
  estimator: z.enum(MODEL_FORMATS),
  /** The model adds up on this scale; an answer is `smearing` times the exponential of what it adds up to. */
  scale: z.strictObject({ of: z.literal("log"), smearing: finite.positive() }).optional(),
  /** Scores at or above `value` are class 1. */
  threshold: z.strictObject({ value: finite, policy: z.string() }).optional(),
  /** About this share of answers lies between `lower` and `upper`, which are factors of an answer or are added to it. */
  interval: z
    .strictObject({
      level: finite.gt(0).lt(1),
      by: z.enum(["factor", "difference"]),
      lower: finite,
      upper: finite,
    })
    .optional(),
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
  /**
   * What became of the comparison with the champion that there was when the release was made; left out by format 1.
   * `candidate` has this release's metrics on the rows that were compared, where these are not the whole test set.
   */
  comparison: z
    .discriminatedUnion("outcome", [
      z.strictObject({ outcome: z.literal("first") }),
      z.strictObject({
        outcome: z.literal("compared"),
        version: z.string().refine(isVersion),
        rows: count,
        of: count,
        candidate: z.record(z.string(), finite).optional(),
      }),
      z.strictObject({
        outcome: z.literal("impossible"),
        version: z.string().refine(isVersion),
        reason: z.string(),
      }),
    ])
    .optional(),
  /** How the features differ from those of the champion that there was; left out where they do not. */
  signatureChange: z
    .strictObject({
      since: z.string().refine(isVersion),
      added: z.array(z.string()),
      removed: z.array(z.string()),
      /** Of another type, or missing where they were not, or the other way round. */
      retyped: z.array(z.string()),
      reordered: z.boolean(),
    })
    .optional(),
  lineage: Lineage,
  parts: z
    .array(Part)
    .refine((parts) => new Set(parts.map(({ name }) => name)).size === parts.length, {
      error: "names a part twice",
    }),
});

/** The description of a release: everything that serving it needs. Written last, so that it vouches for its parts. */
export const Manifest = ManifestFields.refine(
  ({ task, classes }) => task === "classification" || classes === undefined,
  { error: "are those of a classification", path: ["classes"] },
)
  .refine(
    ({ privacy, serving }) =>
      (privacy === "sensitive") === (serving.by === "row" && serving.subject !== undefined),
    { error: "is sensitive without a subject, or the other way round", path: ["serving"] },
  )
  .refine(
    ({ privacy, features }) =>
      privacy === "open" || features.every(({ range }) => range === undefined),
    {
      error: "shows the ends of a sensitive range, which belong to single people",
      path: ["features"],
    },
  );

/** A manifest of the present format; those of earlier ones are read as this one. */
export type Manifest = z.infer<typeof Manifest>;
export type ManifestFeature = z.infer<typeof Feature>;
export type ManifestPart = z.infer<typeof Part>;
export type ManifestGate = z.infer<typeof Gate>;
export type Subject = z.infer<typeof Subject>;
export type Serving = z.infer<typeof Serving>;

/** Whom the rows of a model are about; undefined unless it is sensitive. */
export const subjectOf = ({ serving }: Pick<Manifest, "serving">): Subject | undefined =>
  serving.by === "row" ? serving.subject : undefined;
