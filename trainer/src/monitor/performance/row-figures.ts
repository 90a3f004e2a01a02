import type { Figures } from "@despliega/storage";

/** What rows with outcomes tell. */
export interface RowFigures {
  readonly figures: Figures;
  /** Rows by outcome and there by answer; absent of a regression. */
  readonly confusion?: number[][];
}
