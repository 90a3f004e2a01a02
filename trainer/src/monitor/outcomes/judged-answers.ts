import type { ManifestFeature } from "@despliega/storage";

import type { Engine } from "../../engine/engine.js";
import type { Relation } from "../../engine/relation.js";
import { double, identifier, literal } from "../../engine/sql.js";
import { probabilityOf } from "../../evaluate/class-answer.js";
import type { MonitorDefinition } from "../../model/model.js";
import { featureColumn, scoreColumn, type AnswerLines } from "../answers/answer-lines.js";
import { within, type Days } from "../days.js";
import type { JudgedGroups, JudgedTable } from "../performance/judged.js";
import type { Outcomes } from "./read-outcomes.js";

/** How answers are judged. */
export interface Judging {
  readonly lines: AnswerLines;
  /** SQL that is true of the answers to judge. */
  readonly answers: string;
  readonly mature: Days;
  readonly outcomes: Outcomes;
  readonly outputs: number;
  readonly features: readonly ManifestFeature[];
  readonly groups: NonNullable<MonitorDefinition["groups"]>;
}

/** Answers with their outcomes. */
export interface JudgedAnswers {
  readonly table: JudgedTable & Relation<"id">;
  readonly groups: readonly JudgedGroups[];
  /** Answers of the days, with an outcome or without. */
  readonly mature: number;
  readonly known: number;
}

/**
 * Finds the outcomes of answers: that of their own id, or else the first one of their key that did not happen before they were
 * given.
 */
export const judgedAnswers = async (
  engine: Engine,
  { lines, answers, mature, outcomes, outputs, features, groups }: Judging,
): Promise<JudgedAnswers> => {
  const { cast, place } = engine.dialect;
  const where = `${answers} AND ${within("day", mature)}`;
  const from = `(SELECT *, ${place} AS observation FROM ${lines.name} WHERE ${where})`;
  const first = `
    SELECT a.observation, min(e.happened) AS happened
    FROM ${from} AS a JOIN ${outcomes.byKey.name} AS e ON e.key = a.key AND e.happened >= a.answered_at
    GROUP BY a.observation`;
  const probabilities = Array.from({ length: outputs }, (_, i) => scoreColumn(i));
  const scores =
    outputs === 1
      ? [`${scoreColumn(0)} AS score`]
      : [
          `greatest(${probabilities.join()}) AS score`,
          ...probabilities.map((column, code) => `${column} AS ${probabilityOf(code)}`),
        ];
  const grouped = groups.map(({ by, edges }, nth) =>
    groupOf(
      features.find(({ name }) => name === by)!,
      featureColumn(features.findIndex(({ name }) => name === by)),
      edges,
      nth,
    ),
  );
  const table = await engine.table<
    "id" | "observation" | "entity" | "observed_at" | "label" | "score" | "week"
  >(`
    SELECT a.id, a.observation, a.key AS entity, a.answered_at AS observed_at, coalesce(i.label, e.label) AS label,
           ${scores.join(", ")}, ${weekSql(mature)} AS week${grouped.map(({ sql }) => `, ${sql}`).join("")}
    FROM ${from} AS a
    LEFT JOIN ${outcomes.byId.name} AS i ON i.id = a.id
    LEFT JOIN (${first}) AS f ON f.observation = a.observation
    LEFT JOIN ${outcomes.byKey.name} AS e ON e.key = a.key AND e.happened = f.happened
    WHERE coalesce(i.label, e.label) IS NOT NULL`);
  const { all } = await engine.row<{ all: number }>(
    `SELECT ${cast("count(*)", "bigint")} AS ${identifier("all")} FROM ${from}`,
  );
  const { known } = await engine.row<{ known: number }>(
    `SELECT count(*) AS known FROM ${table.name}`,
  );
  return { table, groups: grouped.map(({ group }) => group), mature: all, known };
};

/** SQL of the number of a row's week, from 0. */
const weekSql = ({ from }: Days): string =>
  `CASE ${Array.from({ length: MOST_WEEKS }, (_, week) => `WHEN a.day < '${weekFrom(from, week + 1)}' THEN ${week}`).join(" ")} END`;

const MOST_WEEKS = 150;

/** The first day of a week of some days, from 0. */
export const weekFrom = (from: string, week: number): string =>
  new Date(Date.parse(`${from}T00:00:00Z`) + week * 7 * 86_400_000).toISOString().slice(0, 10);

/** The groups of a feature, and SQL of the place of a row's group. */
const groupOf = (
  { name, type, categories = [] }: ManifestFeature,
  column: string,
  edges: readonly number[] | undefined,
  nth: number,
): { readonly sql: string; readonly group: JudgedGroups } => {
  const called = `g${nth}`;
  const value = `a.${column}`;
  if (edges !== undefined) {
    const cases = edges.map((edge, place) => `WHEN ${value} < ${double(edge)} THEN ${place}`);
    const names = [
      `< ${edges[0]}`,
      ...edges.slice(1).map((edge, i) => `${edges[i]} to < ${edge}`),
      `≥ ${edges.at(-1)}`,
    ];
    const sql = `CASE WHEN ${value} IS NOT NULL THEN CASE ${cases.join(" ")} ELSE ${edges.length} END END AS ${called}`;
    return { sql, group: { by: name, column: called, names } };
  }
  const isBoolean = type === "boolean";
  const names = isBoolean ? ["false", "true"] : [...categories];
  const cases = names.map(
    (text, place) => `WHEN ${isBoolean ? double(place) : literal(text)} THEN ${place}`,
  );
  return {
    sql: `CASE ${value} ${cases.join(" ")} END AS ${called}`,
    group: { by: name, column: called, names },
  };
};
