import type { InspectedColumn } from "../inspect.js";
import { plainDay } from "./day-column.js";
import { historyOf } from "./history.js";
import { CATEGORIES, frequentOf, kindOf } from "./kind.js";
import { isTooLarge } from "./too-large.js";
import {
  leftOut,
  missingText,
  readAs,
  sourceOf,
  type PlanContext,
  type Planned,
} from "./planned.js";
import type { DraftFeature } from "./draft.js";
import { PLACE } from "./sql/name.js";

/** A column of which more rows are unfit is left out: a run accepts 1 % of rejected rows. */
const UNFIT_SHARE = 0.004;

/** Characters of a category. */
const LONGEST = 100;

/** Rows of each value that a column of texts has on average, at least, to be one of categories. */
const REPEATS = 4;

/** Decides what becomes of a column that is neither target, key nor time. */
export const planColumn = (column: InspectedColumn, context: PlanContext): Planned => {
  const why = reasonToLeaveOut(column, context);
  if (why !== undefined) return leftOut(context, column, why);
  if (isIdentifier(column, context)) return identifierOf(column, context);
  if (column.type === "text" && !isCategory(column, context))
    return leftOut(
      context,
      column,
      context.phrases.why.freeText(context.phrases.number(column.distinct)),
    );
  if (column.type === "date" || column.type === "timestamp") return plainDay(column, context);
  return context.mode === "events" && context.survey.varies.has(column.name)
    ? historyOf(column, context)
    : valueOf(column, context);
};

const reasonToLeaveOut = (
  column: InspectedColumn,
  { phrases: { why, persons, number }, survey }: PlanContext,
): string | undefined => {
  if (column.distinct === 0) return why.empty;
  if (column.distinct === 1) return why.constant;
  if (column.repeats !== undefined) return why.repeats(column.repeats);
  if (column.person !== undefined) return why.person(persons[column.person.kind]);
  if (column.unfit > UNFIT_SHARE * survey.rows) return why.unfit(number(column.unfit));
  if (column.name.toLowerCase() === PLACE) return why.placeOfRow;
  if (isTooLarge(column)) return why.tooLarge;
  return undefined;
};

const isIdentifier = (column: InspectedColumn, { survey }: PlanContext): boolean => {
  const { type, isKey, isUnique, distinct, range } = column;
  if (type === "text") return isUnique || (isKey && distinct > CATEGORIES);
  if (type !== "integer" || !isKey || distinct <= REPEATS * 5) return false;
  if (!isUnique) return true;
  if (KEY_WORD.test(column.name)) return true;
  // A measurement can be unique in few rows; numbers of rows are also dense, as years are.
  const [min, max] = [Number(range?.min), Number(range?.max)];
  return max - min < 2 * survey.rows && !(min >= YEARS.from && max <= YEARS.to);
};

/** Whole numbers that may be years. */
const YEARS = { from: 1500, to: 2200 } as const;

const KEY_WORD =
  /(?:^|[_ .-])(?:id|key|code|c[oó]digo|clave|n[uú]mero|number|index)$|^(?:id|index)\b/i;

const identifierOf = (column: InspectedColumn, context: PlanContext): Planned => {
  const { phrases, mode } = context;
  if (column.isUnique || mode !== "row" || column.missing > 0)
    return leftOut(context, column, phrases.why.identifierOfRow);
  return {
    decision: { column: column.name, becomes: phrases.becomes.group, why: phrases.why.group },
    column: readAs(column, column.type),
    features: [],
    isGroup: true,
  };
};

const isCategory = (
  { name, distinct, length, missing }: InspectedColumn,
  { survey }: PlanContext,
): boolean =>
  distinct * REPEATS <= survey.rows - missing &&
  (length?.max ?? 0) <= LONGEST &&
  (distinct <= CATEGORIES || frequentOf(survey, name).length > 1);

const valueOf = (column: InspectedColumn, context: PlanContext): Planned => {
  const { phrases } = context;
  const { base, sql, carried } = sourceOf(context, column);
  const { why, ...kind } = kindOf(column, context);
  const told = why + missingText(context, column);
  const feature: DraftFeature = {
    name: base,
    ...kind,
    description: phrases.describe.column(column.name),
    ...(column.missing > 0 && { missing: "allowed" }),
    from: [column.name],
    sql,
    comment: told,
  };
  return {
    decision: {
      column: column.name,
      becomes: phrases.types[feature.type],
      why: carried === undefined ? told : `${told}; ${phrases.why.attribute}`,
    },
    column: readAs(column, column.type),
    features: [feature],
    ...(carried && { carried }),
  };
};
