import { z } from "zod";

import { count, finite } from "../release/manifest/fields.js";
import { isVersion } from "../release/version.js";
import { Expected, Performance, ScorerComparison, ScoreShift } from "./performance.js";
import { VERDICTS } from "./verdict.js";

const version = z.string().refine(isVersion);
const share = finite.min(0).max(1);
const Day = z.iso.date();

/** Days, both ends included, and the answers of them that were read. */
const Window = z.object({
  from: Day,
  to: Day,
  /** Recorded answers of releases with the features of the one that is looked at. */
  answers: count,
  /** Those that drift is measured on: one for each key, drawn at random, and all that have none. */
  counted: count,
});

/** What the instances of the api said of one day. */
const DayVolume = z.object({
  day: Day,
  /** Recorded answers that were read. */
  read: count,
  /** All answers, recorded or not, as far as they were counted. */
  answers: count,
  /** Answers that found no place in the buffer. */
  dropped: count,
  /** Requests that got an error, by its code. An unknown key is one of them. */
  refused: z.record(z.string(), count),
});

/** One feature of the answers of the window, beside the observations that the release learned from or serves. */
const FeatureData = z.object({
  feature: z.string(),
  missing: share,
  /** Numbers below the least or above the greatest training value. */
  outOfRange: share.optional(),
  /** Names that are no category of the release. */
  unseen: share.optional(),
  reference: z.object({ missing: share, unseen: share.optional() }),
});

/** Something that is broken rather than different, from one day to another. */
const Fault = z.object({
  feature: z.string(),
  kind: z.enum(["missing", "out of range", "unseen"]),
  from: Day,
  to: Day,
  /** The largest share of a day, and the usual one. */
  share,
  usual: share,
});

/** What is compared, and how far it moved. */
const Comparison = z.object({
  /** Population stability index over the bins, with one bin for missing values and one for other names. */
  psi: finite.nonnegative(),
  /** Jensen-Shannon distance over the same bins, by the natural logarithm: 0 to 0.83. */
  jensenShannon: finite.nonnegative(),
  /** Of numbers: Kolmogorov-Smirnov at the edges of the bins, and Kolmogorov's limit of its p-value. */
  ks: z.object({ statistic: share, p: share }).optional(),
  /** Of names: over all of them. Of numbers: over present and missing values, where any is missing. */
  chiSquare: z.object({ statistic: finite.nonnegative(), degrees: count, p: share }).optional(),
  p: share,
  /** By Benjamini and Hochberg, over all comparisons of the document. */
  adjusted: share,
  /** The effect that is large: `psi` from here on. */
  threshold: finite.positive(),
  /** Whether the effect is large and real. */
  drifted: z.boolean(),
});

/** How a feature or a score moved; a comparison is absent where too few were counted. */
const Moved = z.object({
  against: z.object({
    /** `served`: the entities of the release; `training`: its training observations; of a score `test`. */
    reference: z.enum(["served", "training", "test"]),
    comparison: Comparison.optional(),
    before: Comparison.optional(),
  }),
  /** Shares by bin, missing values and other names last, for pictures. */
  bins: z.object({
    names: z.array(z.string()),
    reference: z.array(share),
    now: z.array(share),
    before: z.array(share).optional(),
  }),
});

const Drift = z.object({
  /** The largest share of false findings among all. */
  level: share,
  /** Fewer counted answers than this are not compared. */
  least: count,
  enough: z.boolean(),
  features: z.array(Moved.extend({ feature: z.string() })),
  /** One for each output of the scorer. */
  scores: z.array(Moved.extend({ class: z.string().optional() })),
});

/** What a verdict rests on, in words. */
const Reason = z.object({
  verdict: z.enum(VERDICTS),
  /** The feature, the score or the metric. */
  subject: z.string().optional(),
  text: z.string(),
  /** What to do. */
  cure: z.string(),
});

/** What a look at the answers of a model found: `monitor/<model>/<id>/monitor.json`. */
export const Monitoring = z.object({
  format: z.literal("despliega-monitoring"),
  formatVersion: z.literal(1),
  model: z.string(),
  /** The release that is looked at, whose reference the answers are compared with. */
  version,
  window: Window,
  /** The days of the same length before the window. */
  before: Window,
  verdict: z.enum(VERDICTS),
  reasons: z.array(Reason).min(1),
  data: z.object({
    days: z.array(DayVolume),
    /** Lines that could not be read, as of a process that was killed. */
    torn: count,
    /** Answers of releases with other features, which are left out. */
    otherFeatures: count,
    /** Decisions of the window that people decided otherwise; only of a model that accounts for its decisions. */
    overridden: count.optional(),
    features: z.array(FeatureData),
    faults: z.array(Fault),
  }),
  drift: Drift,
  /** Absent of a sensitive model. */
  outcomes: z
    .object({
      /** Days whose answers are old enough to have outcomes. */
      from: Day,
      to: Day,
      /** Answers or events with outcomes that contradict each other, which count for none. */
      contradicting: count,
      /** Outcomes of ids that none of the answers of these days has. */
      unknown: count,
    })
    .optional(),
  /** Absent where no outcome is known, and of a sensitive model. */
  performance: Performance.optional(),
  expected: Expected.optional(),
  contribution: ScoreShift.optional(),
  challengers: z.array(ScorerComparison),
});
export type Monitoring = z.infer<typeof Monitoring>;
export type Comparison = z.infer<typeof Comparison>;
export type Drift = z.infer<typeof Drift>;
export type DriftedFeature = Drift["features"][number];
export type DriftedScore = Drift["scores"][number];
export type DataFault = z.infer<typeof Fault>;
export type FeatureData = z.infer<typeof FeatureData>;
export type DayVolume = z.infer<typeof DayVolume>;
export type Reason = z.infer<typeof Reason>;
export type MonitoredWindow = z.infer<typeof Window>;
