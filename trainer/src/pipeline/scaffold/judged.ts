import { OptionInvalid } from "../../errors/errors.js";
import type { Alone } from "./alone.js";
import type { Decision, Draft } from "./draft.js";
import type { Trial } from "./trial.js";
import type { Phrases } from "./words/phrases.js";

/** From this figure on a feature alone is suspicious. */
const SUSPICIOUS = { roc_auc: 0.95, accuracy: 0.97, r2: 0.95 } as const;

/**
 * A draft with what its features say alone. What decides the target in every row is left out, and so is what has no
 * value in the rows that are learned from.
 *
 * @throws `OPTION_INVALID` when nothing is left
 */
export const judged = (
  draft: Draft,
  { alone, empty }: Pick<Trial, "alone" | "empty">,
  phrases: Phrases,
): Draft => {
  const { features, target, file } = draft;
  const deciding = new Set(alone.filter(({ decides }) => decides).map(({ name }) => name));
  const dropped = new Set([...deciding, ...empty]);
  const left = features.filter(({ name }) => !dropped.has(name));
  const used = new Set(left.flatMap(({ from }) => from));
  const reasons = new Map(
    features
      .filter(({ name }) => dropped.has(name))
      .flatMap(({ name, from }) => from.map((column) => [column, name] as const))
      .filter(([column]) => column !== target.column && !used.has(column))
      .map(([column, name]) => [
        column,
        deciding.has(name) ? phrases.why.decides : phrases.why.emptyToLearn,
      ]),
  );
  if (left.length === 0)
    throw new OptionInvalid({
      option: "--target",
      problem: `${target.column} follows in every row from each other column of ${file} that says anything: name another, or remove those that are known only afterwards`,
    });
  const figures = new Map(alone.map((figure) => [figure.name, figure]));
  return {
    ...draft,
    features: left.map((feature) => ({
      ...feature,
      comment: joined(feature.comment, figureText(figures.get(feature.name), phrases)),
    })),
    columns: draft.columns.filter(({ name }) => !reasons.has(name)),
    carried: draft.carried.filter(({ column }) => !reasons.has(column)),
    decisions: draft.decisions.map((decision) => {
      const why = reasons.get(decision.column);
      return why === undefined
        ? withFigure(decision, draft, figures, phrases)
        : { column: decision.column, becomes: phrases.becomes.leftOut, why };
    }),
  };
};

/** A choice with the best figure of the features that came of it. */
const withFigure = (
  decision: Decision,
  { features, target }: Draft,
  figures: ReadonlyMap<string, Alone>,
  phrases: Phrases,
): Decision => {
  if (decision.column === target.column) return decision;
  const own = features.flatMap(({ from, name }) =>
    from.includes(decision.column) ? (figures.get(name) ?? []) : [],
  );
  const best = own.toSorted((one, other) => other.value - one.value)[0];
  return { ...decision, why: joined(decision.why, figureText(best, phrases)) };
};

const joined = (text: string, figure: string): string =>
  [text, figure].filter((part) => part !== "").join("; ");

const figureText = (alone: Alone | undefined, { figure, why }: Phrases): string => {
  if (alone === undefined) return "";
  const { metric, value } = alone;
  const text = figure(metric, Math.max(0, value));
  return value >= SUSPICIOUS[metric] ? why.warns(text) : why.alone(text);
};
