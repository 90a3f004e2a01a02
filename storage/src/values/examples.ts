/** The value of a text under a rule: null for a missing value, undefined when the text is refused. */
type Verdict = number | null | undefined;

/** A text, its value as a number, and its value as an integer, such as an id. */
export interface ValueExample {
  readonly text: string;
  readonly number: Verdict;
  readonly integer: Verdict;
}

const differing = (text: string, number: Verdict, integer: Verdict): ValueExample => ({
  text,
  number,
  integer,
});

const example = (text: string, both: Verdict): ValueExample => differing(text, both, both);

/** Examples of the rule of values. Tests compare the trainer, the api and `docs/values.md` with them. */
export const VALUE_EXAMPLES: readonly ValueExample[] = [
  example("7", 7),
  example("+7", 7),
  example("-7", -7),
  example("007", 7),
  example("-0", 0),
  example(" 7", 7),
  example("7\t", 7),
  example("0.0", 0),
  example("1604.0", 1604),
  example("7.", 7),
  example("1e3", 1000),
  example("1e+05", 100_000),
  example("70e-1", 7),
  differing("7.5", 7.5, undefined),
  differing(".5", 0.5, undefined),
  differing("15E-1", 1.5, undefined),
  example("1e-400", 0),
  example("9007199254740991", 9_007_199_254_740_991),
  example("-9007199254740991", -9_007_199_254_740_991),
  differing("9007199254740992", 9_007_199_254_740_992, undefined),
  example("1e999", undefined),
  example("Infinity", undefined),
  example("", null),
  example("  ", null),
  example("NaN", null),
  example(" nan ", null),
  example("-NaN", undefined),
  example("NA", undefined),
  example("null", undefined),
  example("true", undefined),
  example("1_000", undefined),
  example("1 000", undefined),
  example("1,5", undefined),
  example("0x10", undefined),
  example("1e", undefined),
  example(".", undefined),
  example("\u0667", undefined),
  example("7\u00a0", undefined),
];
