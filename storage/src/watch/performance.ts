import { z } from "zod";

const finite = z.number();
const Count = z.number().int().nonnegative();
const Ends = z.tuple([finite, finite]).readonly();

/** A figure with what chance does to it. */
export const Figure = z.object({
  value: finite,
  /** The standard error, with the answers about one key counted together. Absent where so few answers do not tell it. */
  deviation: finite.optional(),
  /** The 95 % interval. */
  interval: Ends.optional(),
});

/** Figures by the name of the metric, as `metrics.json` of a release names them. */
export const Figures = z.record(z.string(), Figure);

/** Figures of some answers whose outcome is known. */
export const Measured = z.object({
  /** Answers whose outcome is known. */
  known: Count,
  /** Answers that the figures are measured on: all that are known, or some of more than half a million. */
  measured: Count,
  /**
   * `roc_auc`, `log_loss`, `brier`, `calibration_slope`, `calibration_intercept`, `accuracy`, `precision`, `recall`, and
   * `cost` for each answer; of several classes without calibration; of a regression `mae`, `rmse`, `bias`, `log_mae` and
   * `coverage` of the interval. One that these answers do not tell is absent.
   */
  figures: Figures,
  /** Answers by outcome and there by answer, in the order of the classes. */
  confusion: z.array(z.array(Count)).optional(),
});

/** Figures of one week. */
export const Week = Measured.extend({
  /** Its first day, of seven. */
  from: z.iso.date(),
});

/** Figures of one group of people or things, and how they differ from the others. */
export const Group = Measured.extend({
  /** The value of the feature, or the band of its values. */
  name: z.string(),
  /** The figures of the group less those of all others. */
  differences: Figures,
});

/** The groups by one feature. */
export const Grouping = z.object({ by: z.string(), groups: z.array(Group) });

/** Whether a model lost performance, as far as so many answers tell. */
export const Loss = z.object({
  /** The metric that tells it. */
  metric: z.string(),
  reference: Figure,
  now: Figure,
  /** How much worse than the reference: above 0 it lost. Of a regression as a share of the reference. */
  lost: Figure,
  /** The loss that has to be found. */
  sought: finite,
  /** A loss that is taken for none. */
  tolerated: finite,
  /** About how many answers with outcomes find that loss in nine of ten cases; null where no number does. */
  needed: Count.nullable(),
  verdict: z.enum(["passes", "lost", "cannot tell", "not enough"]),
});

/** How well the answers of a window did. */
export const Performance = z.object({
  outcomes: z.object({
    answers: Count,
    /** Answers that are old enough to have an outcome. */
    mature: Count,
    /** Mature answers with an outcome. */
    known: Count,
  }),
  /** Absent where no outcome is known. */
  whole: Measured.optional(),
  weeks: z.array(Week),
  groups: z.array(Grouping),
  loss: Loss.optional(),
});

/** What the scores themselves promise, without outcomes. It holds as far as the probabilities are still right. */
export const Expected = z.object({
  answers: Count,
  /** Those of the classes and of the threshold; of a regression `half_width`, the mean of half the interval's width. */
  figures: Figures,
  loss: Loss.optional(),
});

/** How far a feature moves the scores more than it did. */
export const FeatureShift = z.object({
  feature: z.string(),
  /** The class whose sum is moved, from three classes on. */
  class: z.string().optional(),
  /** The mean contribution now less that of the reference, in units of the model's sum. */
  shift: Figure,
});

/** What moved the scores, by feature, the largest movement first. */
export const ScoreShift = z.object({
  /** Answers and reference rows that were explained. */
  answers: Count,
  reference: Count,
  shifts: z.array(FeatureShift),
});

/** Champion and challenger on the same answers with known outcomes. */
export const ScorerComparison = z.object({
  champion: z.string(),
  challenger: z.string(),
  known: Count,
  metrics: z.record(z.string(), z.object({ champion: finite, challenger: finite })),
  /** The metrics of the challenger less those of the champion. */
  differences: Figures,
  /** The metric that decides. */
  metric: z.string(),
  verdict: z.enum(["better", "worse", "cannot tell"]),
});

export type Figure = z.infer<typeof Figure>;
export type Figures = z.infer<typeof Figures>;
export type Measured = z.infer<typeof Measured>;
export type Week = z.infer<typeof Week>;
export type Group = z.infer<typeof Group>;
export type Grouping = z.infer<typeof Grouping>;
export type Loss = z.infer<typeof Loss>;
export type Performance = z.infer<typeof Performance>;
export type Expected = z.infer<typeof Expected>;
export type FeatureShift = z.infer<typeof FeatureShift>;
export type ScoreShift = z.infer<typeof ScoreShift>;
export type ScorerComparison = z.infer<typeof ScorerComparison>;
