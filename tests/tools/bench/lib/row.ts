/** One line of the table. */
export interface Row {
  readonly name: string;
  /** What we measured, with its unit. */
  readonly ours: string;
  /** What the peer measured, or why it did not run. */
  readonly peer: string;
  /** How the two compare; absent when one of them is missing. */
  readonly ratio?: number;
  readonly target?: string;
  /** Absent when the row has no target or could not be compared. */
  readonly met?: boolean;
}

/** Judges a ratio that should be high. */
export const atLeast = (ratio: number, least: number): Pick<Row, "ratio" | "target" | "met"> => ({
  ratio,
  target: `≥ ${least}×`,
  met: ratio >= least,
});

/** Judges a ratio that should be low. */
export const atMost = (ratio: number, most: number): Pick<Row, "ratio" | "target" | "met"> => ({
  ratio,
  target: `≤ ${most}×`,
  met: ratio <= most,
});
