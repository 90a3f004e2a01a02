import { dateOf } from "../calendar.js";
import { firstDayOf, type Plan } from "../plan.js";
import type { Week } from "../run/week.js";
import type { Together } from "./found.js";
import type { Table } from "../../pages/table.js";

/** What begins in a week, in a few words. */
const begins = ({ drift, relation, missing }: Plan, week: number): string => {
  if (week === drift) return "people with cars ask";
  if (week === relation) return "the old fail in place of the young";
  return week === missing ? "no job is known for two days" : "";
};

/** A year as a table: a row for each week. */
export const yearTable = (plan: Plan, weeks: readonly Week[]): Table => [
  ["week", "from", "what happens", "verdict", "ROC-AUC", "action"],
  ...weeks.map(({ week, verdict, area, action }) => [
    `${week}`,
    dateOf(firstDayOf(week)),
    begins(plan, week),
    verdict,
    area.toFixed(3),
    action,
  ]),
];

/** What several years found, as a table. */
export const seedsTable = (all: readonly Together[]): Table => [
  ["what", "target", "found", "verdict"],
  ...all.map(({ name, target, found, met }) => [name, target, found, met ? "met" : "missed"]),
];
