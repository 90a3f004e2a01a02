/** Rows that a request may have at most. */
export const MAX_ROWS = 1_000_000;

/** Rows that a request may have with the detail: with all contributions of a wide model more are longer than a string. */
export const MAX_DETAILED_ROWS = 10_000;

/** What a thread does for a batch at most. */
export interface BatchLimits {
  readonly rows: number;
  /** Steps of contributions, for a batch with the detail of more than one row. */
  readonly contributionSteps: number;
}

/** What a thread of its own does: as much as a request may ask for. */
export const THREAD_LIMITS: BatchLimits = { rows: MAX_ROWS, contributionSteps: Infinity };

/** What the event loop does: a few milliseconds' work. */
export const INLINE_LIMITS: BatchLimits = { rows: 1_000, contributionSteps: 500_000 };
