/** How the threshold of two classes is chosen. */
export type ThresholdPolicy =
  /** The best F1, the harmonic mean of precision and recall, which counts a false alarm like a miss. */
  | { readonly policy: "best_f1" }
  /** The least sum of what false alarms and misses cost, both in one unit. */
  | { readonly policy: "cost"; readonly falseAlarm: number; readonly miss: number }
  /** The most flagged that are at most this share of all. */
  | { readonly policy: "flagged"; readonly share: number }
  /** The best recall with at least this precision. */
  | { readonly policy: "precision"; readonly least: number }
  /** The highest with at least this recall. */
  | { readonly policy: "recall"; readonly least: number }
  /** This score, whatever the observations are. */
  | { readonly value: number };

/** A policy that chooses by the training observations. */
export type ChoosingPolicy = Exclude<ThresholdPolicy, { readonly value: number }>;

/** The rule of a policy, as a manifest states it: a word, and what it means. */
export const textOf = (policy: ThresholdPolicy): string => {
  if ("value" in policy) return "value: the one that the model's definition gives";
  return `${CODES[policy.policy]}: ${meaningOf(policy)} on the training observations`;
};

const CODES = {
  best_f1: "max-f1",
  cost: "cost",
  flagged: "flagged",
  precision: "precision",
  recall: "recall",
} as const satisfies Readonly<Record<ChoosingPolicy["policy"], string>>;

const meaningOf = (policy: ChoosingPolicy): string => {
  switch (policy.policy) {
    case "best_f1":
      return "the best F1, which counts a false alarm like a miss,";
    case "cost":
      return `the least cost, where a false alarm costs ${policy.falseAlarm} and a miss ${policy.miss},`;
    case "flagged":
      return `the most flagged that are at most a share of ${policy.share}`;
    case "precision":
      return `the best recall with a precision of at least ${policy.least}`;
    case "recall":
      return `the highest with a recall of at least ${policy.least}`;
  }
};
