/** A wording that the project does not use. */
export interface Rule {
  /** Finds it; global, so that a text may have several. */
  readonly pattern: RegExp;
  /** What to write instead. */
  readonly cure: string;
}

/** A place where a rule is broken. */
export interface Finding {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  readonly cure: string;
}

/** Finds what breaks the rules in a text of prose, whose lines are those of its file. */
export const findingsIn = (prose: string, rules: readonly Rule[]): readonly Finding[] =>
  rules
    .flatMap(({ pattern, cure }) =>
      [...prose.matchAll(pattern)].map(({ 0: text, index }) => ({
        line: prose.slice(0, index).split("\n").length,
        text: text.replaceAll(/\s+/g, " "),
        cure,
      })),
    )
    .toSorted((left, right) => left.line - right.line);
