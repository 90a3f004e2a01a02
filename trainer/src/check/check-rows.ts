import { servedSql, takesUnknown, unnamedSql } from "../dataset/unknown-entity.js";
import { UnknownInvalid } from "../errors/errors.js";
import { identifier } from "../engine/sql.js";
import { dayOf, daySql } from "./day.js";
import { count, type Finding } from "./finding.js";
import type { Trial } from "./trial.js";

const check = "rows";

/** Finds observations that are there more than once, and rows of an input that give none. */
export const checkRows = async (trial: Trial): Promise<readonly Finding[]> => {
  const { model } = trial;
  const labelled = await repeatsOf(trial, "observation", "label IS NOT NULL");
  const serving = await repeatsOf(trial, "entity", servedSql(model));
  const findings: Finding[] = [];
  if (labelled.keys === 0)
    findings.push({
      check,
      verdict: "fails",
      text: "features.sql returns no observation with a label",
    });
  if (labelled.repeated > 0)
    findings.push({ check, verdict: "fails", text: repeatsText("observations", labelled) });
  if (model.serving.by === "key" && serving.repeated > 0)
    findings.push({ check, verdict: "fails", text: repeatsText("entities to serve", serving) });
  if (takesUnknown(model)) findings.push(...(await unknownFindings(trial)));
  const lost = await lostOf(trial);
  for (const { dataset, rows, of } of lost.filter(({ rows: without }) => without > 0))
    findings.push({
      check,
      verdict: "warns",
      text: `${count(rows)} of ${count(of)} rows of ${dataset} give no observation: is a condition or a join too narrow?`,
    });
  if (findings.length > 0) return findings;
  const toServe = serving.rows;
  const from = lost.map(({ dataset, of }) => `, from ${count(of)} rows of ${dataset}`).join("");
  return [
    {
      check,
      verdict: "ok",
      text: `${count(labelled.rows)} observations, each once${from}${toServe === 0 ? "" : `; ${count(toServe)} to serve`}`,
    },
  ];
};

/** An entity without history has one observation. */
const unknownFindings = async ({ engine, model, base }: Trial): Promise<readonly Finding[]> => {
  const { rows } = await engine.row<{ rows: number }>(
    `SELECT count(*) AS rows FROM ${base.name} WHERE ${unnamedSql(model)}`,
  );
  return rows === 1
    ? []
    : [{ check, verdict: "fails", text: new UnknownInvalid({ model: model.name, rows }).message }];
};

interface Repeats {
  readonly rows: number;
  readonly keys: number;
  /** Keys that are there more than once. */
  readonly repeated: number;
  /** How often the one is there that is there most often. */
  readonly most: number;
}

const repeatsOf = ({ engine, base }: Trial, key: string, where: string): Promise<Repeats> =>
  engine.row<Repeats & Record<string, number>>(`
    SELECT coalesce(${engine.dialect.cast("sum(times)", "bigint")}, 0) AS rows, count(*) AS keys,
           count(*) FILTER (WHERE times > 1) AS repeated, coalesce(max(times), 0) AS most
    FROM (SELECT count(*) AS times FROM ${base.name} WHERE ${where} GROUP BY ${key})`);

const repeatsText = (what: string, { rows, keys, repeated, most }: Repeats): string =>
  `${count(repeated)} of ${count(keys)} ${what} are there more than once, up to ${count(most)} times, ` +
  `in ${count(rows - keys)} rows too many: a join finds several rows`;

interface Lost {
  readonly dataset: string;
  /** Rows that give no observation. */
  readonly rows: number;
  readonly of: number;
}

/** Of each input that has a unique column with the name of the observations, before the cut-off. */
const lostOf = async ({ engine, model, world, base }: Trial): Promise<readonly Lost[]> => {
  const lost: Lost[] = [];
  const { cast } = engine.dialect;
  const key = model.columns.observation;
  for (const { definition, columns, copy } of world.inputs) {
    if (!columns.some(({ name, unique }) => name === key && unique)) continue;
    const { time, dataset } = definition;
    const counted =
      time === undefined || world.asOf === null
        ? "true"
        : `${dayOf(engine.dialect, time)} < ${daySql(world.asOf)}`;
    const found = await engine.row<{ of: number; rows: number }>(`
      SELECT count(*) AS "of", count(*) FILTER (WHERE ${cast(identifier(key), "text")} NOT IN (
               SELECT ${cast("observation", "text")} FROM ${base.name} WHERE observation IS NOT NULL)) AS rows
      FROM ${copy.name} WHERE ${counted}`);
    // Of few rows that give one, the others are history.
    if (found.rows * 2 < found.of) lost.push({ dataset, ...found });
  }
  return lost;
};
