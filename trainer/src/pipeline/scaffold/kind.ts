import type { InspectedColumn } from "../inspect.js";
import type { DraftFeature } from "./draft.js";
import type { PlanContext } from "./planned.js";
import type { Survey } from "./survey.js";

/** A column of texts with more values is taken by its most frequent ones. */
export const CATEGORIES = 60;

/** A category with fewer rows may be missing among those that are learned from. */
const FEW_ROWS = 10;

/** The type of a feature, and why it is that. */
export type Kind = Pick<DraftFeature, "type" | "values" | "unseen"> & { readonly why: string };

/** The type of a feature that has the values of a column. */
export const kindOf = (column: InspectedColumn, context: PlanContext): Kind => {
  const { phrases } = context;
  const { type, range } = column;
  if (type === "boolean") return { type, why: phrases.why.yesNo };
  if (type === "integer" || type === "number") {
    const { min, max } = range ?? { min: 0, max: 0 };
    return {
      type,
      why: phrases.why.range(phrases.number(Number(min)), phrases.number(Number(max))),
    };
  }
  return categoryOf(column, context);
};

/** The most frequent texts of a column, which are frequent enough to learn from. */
export const frequentOf = ({ values }: Pick<Survey, "values">, column: string): readonly string[] =>
  (values.get(column) ?? [])
    .filter(({ rows }) => rows >= FEW_ROWS)
    .slice(0, CATEGORIES)
    .map(({ value }) => value);

const categoryOf = (
  { name, distinct }: InspectedColumn,
  { phrases, survey, time, isSensitive }: PlanContext,
): Kind => {
  if (distinct > CATEGORIES) {
    const values = frequentOf(survey, name);
    return {
      type: "category",
      values,
      unseen: "other",
      why: phrases.why.mostFrequent(phrases.number(values.length), phrases.number(distinct)),
    };
  }
  const counted = survey.values.get(name) ?? [];
  const isOpen = time !== undefined || counted.some(({ rows }) => rows < FEW_ROWS);
  return {
    type: "category",
    ...(isSensitive && { values: counted.map(({ value }) => value) }),
    ...(isOpen && { unseen: "other" as const }),
    why: phrases.why.categories(phrases.number(distinct)),
  };
};
