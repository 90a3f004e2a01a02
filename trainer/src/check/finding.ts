/** What a check found out about `features.sql`. */
export interface Finding {
  /** Its name, one word. */
  readonly check: string;
  /** `skipped`: there was nothing to find out; `warns`: possibly right, and no failure. */
  readonly verdict: "ok" | "skipped" | "warns" | "fails";
  /** What was found, as one sentence with its figures. No value of any row is in it. */
  readonly text: string;
}

/** A number as a sentence shows it. */
export const count = (number: number): string => number.toLocaleString("en");
