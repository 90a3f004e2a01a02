/** What is wrong with the audit. */
export type FindingKind =
  /** A line is not as it was written. */
  | "changed"
  /** Lines, or a blob, are not there any more. */
  | "removed"
  /** A line stands elsewhere than it was written. */
  | "moved"
  /** A line that its writer did not write there. */
  | "inserted"
  /** The last line of a blob has no end. */
  | "cut"
  /** A blob has another name than it was written under. */
  | "renamed"
  /** Lines without a chain from a time when lines had one. */
  | "unchained";

/** One thing that is wrong with the audit. */
export interface Finding {
  readonly kind: FindingKind;
  readonly blob: string;
  /** Counted from 1; null for a whole blob. */
  readonly line: number | null;
  /** What was found, as the rest of a sentence about the blob. */
  readonly problem: string;
}

/** Takes findings, the first ones whole. */
export interface Findings {
  readonly add: (finding: Finding) => void;
  readonly first: readonly Finding[];
  readonly count: () => number;
}

/** More findings are only counted. */
const MOST = 1_000;

/** Makes what takes findings, so that no log can fill the memory. */
export const createFindings = (): Findings => {
  const first: Finding[] = [];
  let count = 0;
  return {
    add(finding) {
      count++;
      if (first.length < MOST) first.push(finding);
    },
    first,
    count: () => count,
  };
};
