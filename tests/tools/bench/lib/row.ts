/** One line of the table. */
export interface Row {
  readonly name: string;
  /** What we measured, with its unit. */
  readonly ours: string;
  /** What the peer measured, or why it did not run. */
  readonly peer: string;
  /** How the two compare; absent when one of them is missing. */
  readonly ratio?: number;
  /** Whether a higher or a lower ratio is better. */
  readonly better?: "higher" | "lower";
  readonly target?: string;
  /** Absent when the row has no target or could not be compared. */
  readonly met?: boolean;
}

type Judged = Pick<Row, "ratio" | "better" | "target" | "met">;

/** Judges a ratio that should be high. */
export const atLeast = (ratio: number, least: number): Judged => ({
  ratio,
  better: "higher",
  target: `≥ ${least}×`,
  met: ratio >= least,
});

/** Judges a ratio that should be low. */
export const atMost = (ratio: number, most: number): Judged => ({
  ratio,
  better: "lower",
  target: `≤ ${most}×`,
  met: ratio <= most,
});
