import type { TopLevelSpec } from "vega-lite";

/** A picture and the sentence that replaces it for screen readers. */
export interface Chart {
  readonly name: string;
  readonly spec: TopLevelSpec;
}

/** A table of text; the first cell of each row is its heading. */
export interface Table {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

export interface Column {
  readonly name: string;
  /** Aligned right, digit under digit. */
  readonly numeric?: boolean;
}

/** One part of a report, of any kind of model. */
export interface Section {
  readonly heading: string;
  /** How to read what follows. */
  readonly reading: string;
  /** What to beware of, in sentences of their own. */
  readonly warning?: string;
  readonly chart?: Chart;
  readonly table?: Table;
}
