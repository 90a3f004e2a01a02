import type { Decision, DraftKey, DraftTarget } from "./draft.js";
import { LEAST_ROWS } from "./target.js";
import type { Phrases } from "./words/phrases.js";

interface Chosen {
  readonly target: DraftTarget;
  readonly keys: readonly DraftKey[];
  readonly time: string | undefined;
  readonly future: number;
}

/** Why target, key and time are what they are. */
export const reasonsOf = (
  { target, keys, time, future }: Chosen,
  phrases: Phrases,
  outcomes: number,
): readonly Decision[] => [
  {
    column: target.column,
    becomes: phrases.becomes.target,
    why: targetReason(target, phrases) + (outcomes > 0 ? `; ${phrases.why.outcome}` : ""),
  },
  ...keys.map(({ column, isPerson }) => ({
    column,
    becomes: phrases.becomes.key,
    why: isPerson ? phrases.why.personKey : phrases.why.key,
  })),
  ...(time === undefined
    ? []
    : [
        {
          column: time,
          becomes: phrases.becomes.time,
          why: phrases.why.time + (future > 0 ? phrases.why.future(phrases.number(future)) : ""),
        },
      ]),
];

const targetReason = (target: DraftTarget, { why, number }: Phrases): string => {
  const { task, classes, rare, counts, rows, logarithm } = target;
  if (task === "regression") return why.numberTarget(logarithm);
  const share = (count: number): string => `${number(Math.round((1000 * count) / rows) / 10)} %`;
  const rareText =
    rare.length === 0 ? "" : why.rareClasses(rare.slice(0, 5).join(", "), String(LEAST_ROWS));
  if (counts.length > 2) return why.classes(counts.length, share(counts[0]!)) + rareText;
  return why.twoClasses(classes?.at(-1) ?? "1", share(target.positives)) + rareText;
};
