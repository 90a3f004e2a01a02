import { z } from "zod";

import { CALIBRATIONS } from "../../formats/calibration.js";
import { MODEL_FORMATS } from "../../formats/load-scorer.js";
import { LANGUAGES } from "../../language/languages.js";
import { isModelName } from "../blob-names.js";
import { isVersion } from "../version.js";
import { ClassNames, isCostMatrix } from "./classes.js";
import { Comparison, SignatureChange } from "./comparison.js";
import { EntityGroups } from "./entities.js";
import { Feature } from "./feature.js";
import { count, finite, sha256 } from "./fields.js";
import { Interval } from "./interval.js";
import { MetricIntervals } from "./metric-intervals.js";
import { isUnderstood } from "./needs.js";
import { Part } from "./part.js";
import { isRequestable } from "./requestable.js";
import { Recording } from "./recording.js";
import { Serving } from "./serving.js";

const Gate = z.strictObject({
  /** The metric that is checked, by its name in `metrics`. */
  metric: z.string().optional(),
  rule: z.string(),
  passed: z.boolean(),
  /** The measured value, and the bound that it had to meet. */
  value: finite,
  bound: finite,
  /** Of a comparison with the champion, how much better this release is; below 0 it is worse. */
  difference: finite.optional(),
  /** The 95 % interval of the difference, or else of the value. */
  interval: z.tuple([finite, finite]).optional(),
  /** Of a comparison with the champion. A policy of the model decides what the test set cannot tell. */
  verdict: z.enum(["passes", "fails", "cannot tell"]).optional(),
});

const Lineage = z.object({
  inputs: z.array(
    z.strictObject({ name: z.string(), bytes: count, sha256, rows: count, rejected: count }),
  ),
  /** Version of the trainer, and the commit of its image; null when it is not known. */
  trainer: z.strictObject({ version: z.string(), commit: z.string().nullable() }),
  parameters: z.record(z.string(), z.union([z.string(), finite, z.boolean(), z.null()])),
});

/**
 * The fields of a manifest, without the rules between them. Unknown fields are dropped: a later version may add fields. It
 * lists in `needs` the additions that a reader must understand.
 */
export const ManifestFields = z.object({
  format: z.literal("despliega-release"),
  formatVersion: z.literal(2),
  /** Additions to format 2 that a reader must understand. Default: none. */
  needs: z.array(z.string().refine(isUnderstood, { error: "needs a later version" })).optional(),
  model: z.string().refine(isModelName),
  version: z.string().refine(isVersion),
  created: z.iso.datetime(),
  question: z.string(),
  /** The language of the report. Default: English. */
  language: z.enum(LANGUAGES).optional(),
  task: z.enum(["classification", "regression"]),
  target: z.string(),
  classes: ClassNames.optional(),
  /** What each answer costs, by class and there by answer. The answer is then the one whose expected cost is least. */
  costs: z.array(z.array(finite.nonnegative())).optional(),
  features: z.array(Feature).min(1),
  /** The format of `model.json`. */
  estimator: z.enum(MODEL_FORMATS),
  /** How the probabilities are calibrated, as `model.json` says. Default: they are not. */
  calibration: z.enum(CALIBRATIONS).optional(),
  /** The scale of the model's sum. An answer is `smearing` times the exponential of the sum. Default: no scale. */
  scale: z.strictObject({ of: z.literal("log"), smearing: finite.positive() }).optional(),
  /** Scores at or above `value` are class 1. */
  threshold: z.strictObject({ value: finite, policy: z.string() }).optional(),
  /** How log-odds become points, of a logistic model of two classes. */
  points: z
    .strictObject({
      score: finite,
      odds: finite.positive(),
      doubling: finite.positive(),
      toward: z.enum(["negative", "positive"]),
    })
    .optional(),
  /** The interval around an answer, of a regression. */
  interval: Interval.optional(),
  serving: Serving,
  /** The features are for other services too, which read them in tables; with `train` the training observations as well. */
  publish: z.object({ to: z.literal("table"), train: z.boolean().optional() }).optional(),
  /** How answers are recorded. Default: with hashed keys. */
  recording: Recording.optional(),
  privacy: z.enum(["open", "sensitive"]),
  metrics: z.record(z.string(), finite),
  intervals: MetricIntervals.optional(),
  /** On how many test observations each metric rests. */
  cases: z.record(z.string(), count).optional(),
  /** Absent where no entity of the test set is known from training, and of releases of earlier versions. */
  entities: EntityGroups.optional(),
  gates: z.array(Gate),
  /** How many identities a promotion needs, that of the promotion among them. Default: that one alone. */
  approvals: z.int().min(2).optional(),
  /** `durable`: the api keeps a record of every answer, with what it came from, before it gives the answer. */
  decisions: z.literal("durable").optional(),
  /** The champion at the time of the release, measured on the same observations; absent when that was impossible. */
  champion: z
    .strictObject({
      version: z.string().refine(isVersion),
      metrics: z.record(z.string(), finite),
    })
    .optional(),
  /** Absent in format 1. */
  comparison: Comparison.optional(),
  /** Absent when the features do not differ. */
  signatureChange: SignatureChange.optional(),
  lineage: Lineage,
  /** The id of the record of the run that published it. Absent where the run is not on record. */
  run: z.uuid().optional(),
  /** The day of the newest event behind the features of a model by key, as YYYY-MM-DD. Default: it is not known. */
  newestEvent: z.iso.date().optional(),
  /**
   * The inputs that are kept of those in `lineage`, with the SHA-256 of what is kept. Absent where none is. It is apart from
   * `lineage`, which earlier readers refuse with fields that they do not know.
   */
  keptInputs: z.array(z.object({ name: z.string(), sha256 })).optional(),
  parts: z
    .array(Part)
    .refine((parts) => new Set(parts.map(({ name }) => name)).size === parts.length, {
      error: "names a part twice",
    }),
});

/** The description of a release, with everything that is needed to serve it. It is written after all parts. */
export const Manifest = ManifestFields.refine(
  ({ task, classes }) => task === "classification" || classes === undefined,
  { error: "are those of a classification", path: ["classes"] },
)
  .refine(({ classes, costs }) => costs === undefined || isCostMatrix(costs, classes), {
    error: "are those of three classes or more, a row and a column for each",
    path: ["costs"],
  })
  .refine(
    ({ points, task, estimator, classes = [], calibration }) =>
      points === undefined ||
      (task === "classification" &&
        estimator === "logistic" &&
        classes.length < 3 &&
        calibration === undefined),
    { error: "are of a logistic model of two classes without calibration", path: ["points"] },
  )
  .refine(
    ({ privacy, serving }) =>
      (privacy === "sensitive") === (serving.by === "row" && serving.subject !== undefined),
    { error: "is sensitive without a subject, or the other way round", path: ["serving"] },
  )
  .refine(
    ({ publish, privacy, serving }) =>
      publish === undefined || (privacy === "open" && serving.by === "key"),
    { error: "is of an open model that is asked by key", path: ["publish"] },
  )
  .refine(
    ({ privacy, features }) =>
      privacy === "open" || features.every(({ range }) => range === undefined),
    {
      error: "shows the ends of a sensitive range, which belong to single people",
      path: ["features"],
    },
  )
  .refine(isRequestable, {
    error: "come with the request of a model that is not asked by key, or leave it nothing to hold",
    path: ["features"],
  });

/** A manifest of the current format. Manifests of earlier formats are converted when they are read. */
export type Manifest = z.infer<typeof Manifest>;
export type ManifestGate = z.infer<typeof Gate>;
