import type { InspectedColumn } from "../inspect.js";
import type { DraftFeature, DraftTarget } from "./draft.js";
import { kindOf } from "./kind.js";
import { missingText, readAs, sourceOf, type PlanContext, type Planned } from "./planned.js";
import { history } from "./sql/history.js";

/** A larger number is not summed: a decimal of the engine has room for 28 digits before the point. */
const SUMMABLE = 1e15;

/** A column whose rows differ within a key: what its earlier rows say. */
export const historyOf = (column: InspectedColumn, context: PlanContext): Planned => {
  const { phrases } = context;
  const { base, sql, carried } = sourceOf(context, column);
  const kind = kindOf(column, context);
  const isSummed = column.type !== "text" && canBeSummed(column);
  const features = [
    ...(isSummed ? [meanOf(context, column.name, base, summand(sql, column.type), "earlier")] : []),
    lastOf(context, column.name, base, castLast(sql, column.type, isSummed), kind),
  ];
  return {
    decision: {
      column: column.name,
      becomes: phrases.becomes.features(features.length),
      why: phrases.why.earlier + missingText(context, column),
    },
    column: readAs(column, column.type === "number" && isSummed ? "decimal" : column.type),
    features,
    carried: carried!,
  };
};

/** How many earlier rows a key has, and since when: known of every key. */
export const rowsOfKey = ({ namer, phrases }: PlanContext): readonly DraftFeature[] => [
  {
    name: namer.take(phrases.suffix.earlier),
    type: "integer",
    description: phrases.describe.earlierRows,
    from: [],
    sql: history.rows("earlier"),
    comment: "",
  },
  {
    name: namer.take(phrases.suffix.daysSinceLast),
    type: "integer",
    description: phrases.describe.daysSinceLast,
    missing: "allowed",
    from: [],
    sql: history.daysSince("earlier"),
    comment: "",
  },
];

/** What earlier rows say of the target itself. */
export const outcomesOf = (
  context: PlanContext,
  column: InspectedColumn,
  { name, classes, task }: DraftTarget,
): readonly DraftFeature[] => {
  const label = "outcome";
  if (classes !== undefined && classes.length > 2)
    return [
      lastOf(context, column.name, name, history.latest(label, "known"), {
        type: "category",
        unseen: "other",
      }),
    ];
  const positive = classes?.at(-1);
  const value =
    positive === undefined
      ? label
      : `CAST(${label} = '${positive.replaceAll("'", "''")}' AS INTEGER)`;
  if (task === "regression" && !canBeSummed(column)) return [];
  return [meanOf(context, column.name, name, value, "known")];
};

/** The type by which the target can be summed exactly. */
export const summedType = (column: InspectedColumn): InspectedColumn["type"] | "decimal" =>
  column.type === "number" && canBeSummed(column) ? "decimal" : column.type;

const canBeSummed = ({ range, type }: InspectedColumn): boolean =>
  type === "boolean" ||
  (range !== undefined &&
    Math.max(Math.abs(Number(range.min)), Math.abs(Number(range.max))) < SUMMABLE);

const summand = (value: string, type: InspectedColumn["type"]): string =>
  type === "boolean" ? `CAST(${value} AS INTEGER)` : value;

const castLast = (value: string, type: InspectedColumn["type"], isSummed: boolean): string => {
  const last = history.latest(value, "earlier");
  return type === "number" && isSummed ? `CAST(${last} AS DOUBLE)` : last;
};

const meanOf = (
  { namer, phrases }: PlanContext,
  column: string,
  base: string,
  value: string,
  window: string,
): DraftFeature => ({
  name: namer.take(`${base}_${phrases.suffix.mean}`),
  type: "number",
  description: phrases.describe.meanEarlier(column),
  missing: "allowed",
  from: [column],
  sql: history.mean(value, window),
  comment: "",
});

const lastOf = (
  { namer, phrases }: PlanContext,
  column: string,
  base: string,
  sql: string,
  { type, values, unseen }: Pick<DraftFeature, "type" | "values" | "unseen">,
): DraftFeature => ({
  name: namer.take(`${base}_${phrases.suffix.last}`),
  type,
  ...(values && { values }),
  ...(unseen && { unseen }),
  description: phrases.describe.lastEarlier(column),
  missing: "allowed",
  from: [column],
  sql,
  comment: "",
});
