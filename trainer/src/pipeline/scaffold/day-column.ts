import type { InspectedColumn } from "../inspect.js";
import type { DraftFeature } from "./draft.js";
import {
  leftOut,
  missingText,
  readAs,
  sourceOf,
  type PlanContext,
  type Planned,
} from "./planned.js";
import { dayOf } from "./sql/day.js";

/** Names of columns whose days are births. */
const BIRTH = /birth|born|\bdob\b|nacim|nacid/i;

/** A column of days that is not the time of a row: the time until then, or the parts of the day. */
export const plainDay = (column: InspectedColumn, context: PlanContext): Planned => {
  const { mode, time, survey, phrases } = context;
  if (mode === "events" && survey.varies.has(column.name))
    return leftOut(context, column, phrases.why.earlier);
  return time === undefined ? partsOf(column, context) : sinceThen(column, context, time);
};

const sinceThen = (column: InspectedColumn, context: PlanContext, time: string): Planned => {
  const { namer, mode, phrases } = context;
  const source = sourceOf(context, column);
  const unit = BIRTH.test(column.name) ? "years" : "days";
  const until = mode === "events" ? "observed_at" : dayOf.cast(time);
  const day = mode === "events" ? `CAST(${source.sql} AS DATE)` : dayOf.cast(column.name);
  const comment = phrases.why.date(time) + missingText(context, column);
  const feature: DraftFeature = {
    name: namer.take(`${source.base}_${phrases.suffix[unit]}`),
    type: "integer",
    description: phrases.describe.since(unit, column.name, time),
    ...(column.missing > 0 && { missing: "allowed" }),
    from: [column.name],
    sql: unit === "years" ? dayOf.years(day, until) : dayOf.days(day, until),
    comment,
  };
  return {
    decision: { column: column.name, becomes: phrases.types.integer, why: comment },
    column: readAs(column, column.type),
    features: [feature],
    ...(source.carried && { carried: source.carried }),
  };
};

const partsOf = (column: InspectedColumn, context: PlanContext): Planned => {
  const { survey, phrases } = context;
  const { years = 0, months = 0 } = survey.parts.get(column.name) ?? {};
  const parts = [
    ...(years > 1 ? (["year"] as const) : []),
    ...(months > 1 ? (["month"] as const) : []),
  ];
  if (parts.length === 0) return leftOut(context, column, phrases.why.oneMonth);
  const { base, sql } = sourceOf(context, column);
  const comment = phrases.why.dateParts + missingText(context, column);
  const features = parts.map((part): DraftFeature => ({
    name: partName(context, base, part),
    type: "integer",
    description: phrases.describe.part(part, column.name),
    ...(column.missing > 0 && { missing: "allowed" }),
    from: [column.name],
    sql: `${part}(${sql})`,
    comment,
  }));
  return {
    decision: {
      column: column.name,
      becomes:
        features.length === 1 ? phrases.types.integer : phrases.becomes.features(features.length),
      why: comment,
    },
    column: readAs(column, column.type),
    features,
  };
};

/** A column that is called as its part is gives its name to it. */
const partName = (
  { namer, phrases }: PlanContext,
  base: string,
  part: "year" | "month",
): string => {
  const suffix = phrases.suffix[part];
  return base.toLowerCase() === suffix ? base : namer.take(`${base}_${suffix}`);
};
