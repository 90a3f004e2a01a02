import {
  readManifest,
  type BlobStore,
  type Manifest,
  type ScorerComparison,
} from "@despliega/storage";

import type { Engine } from "../../engine/engine.js";
import { scoped } from "../../engine/scoped.js";
import { literal } from "../../engine/sql.js";
import { probabilityOf } from "../../evaluate/class-answer.js";
import { scoreColumn, type AnswerLines } from "../../monitor/answers/answer-lines.js";
import type { JudgedAnswers } from "../../monitor/outcomes/judged-answers.js";
import { compareScorers } from "../../monitor/performance/compare-scorers.js";
import type { JudgedForm, JudgedTable } from "../../monitor/performance/judged.js";
import { readJudged } from "../../monitor/performance/judged-rows.js";

/** Draws of so many answers take seconds. */
const MOST = 200_000;

/** What challengers are compared by. */
export interface Challenged {
  readonly lines: AnswerLines;
  /** Answers of the champion with their outcomes. */
  readonly judged: JudgedAnswers;
  readonly manifest: Manifest;
  readonly form: JudgedForm;
  readonly outputs: number;
}

/** Compares every challenger that scored answers of the champion with it, on those answers whose outcomes are known. */
export const challengersFound = async (
  engine: Engine,
  store: BlobStore,
  challenged: Challenged,
): Promise<ScorerComparison[]> => {
  const { lines, judged } = challenged;
  if (judged.known === 0) return [];
  const versions = await engine.rows<{ version: string }>(`
    SELECT DISTINCT version FROM ${lines.name}
    WHERE challenge IN (SELECT id FROM ${judged.table.name}) AND version IS NOT NULL ORDER BY version`);
  const found: ScorerComparison[] = [];
  for (const { version } of versions)
    found.push(await compared(engine, store, challenged, version));
  return found;
};

const compared = (
  engine: Engine,
  store: BlobStore,
  { lines, judged, manifest, form, outputs }: Challenged,
  version: string,
): Promise<ScorerComparison> =>
  scoped(engine, async (own) => {
    const { threshold, costs, scale, interval } = await readManifest(
      store,
      manifest.model,
      version,
    );
    const both = `${judged.table.name} AS j JOIN ${lines.name} AS c ON c.challenge = j.id AND c.version = ${literal(version)}`;
    const champion = await own.table<JudgedColumn>(`SELECT j.* FROM ${both}`);
    const challenger = await own.table<JudgedColumn>(`
      SELECT j.observation, j.entity, j.observed_at, j.label, j.week, ${scoresSql(outputs)} FROM ${both}`);
    const { known } = await own.row<{ known: number }>(
      `SELECT count(*) AS known FROM ${champion.name}`,
    );
    const rows = (table: JudgedTable, by: JudgedForm) =>
      readJudged(own, table, by, [], known, MOST);
    const its: JudgedForm = { ...form, threshold, costs, scale, interval };
    return compareScorers(
      { version: manifest.version, form, rows: await rows(champion, form) },
      { version, form: its, rows: await rows(challenger, its) },
      known,
    );
  });

type JudgedColumn = "observation" | "entity" | "observed_at" | "label" | "score" | "week";

/** SQL of the scores of a challenger's line, as a judged table names them. */
const scoresSql = (outputs: number): string => {
  const columns = Array.from({ length: outputs }, (_, i) => `c.${scoreColumn(i)}`);
  if (outputs === 1) return `${columns[0]} AS score`;
  const named = columns.map((column, code) => `${column} AS ${probabilityOf(code)}`);
  return [`greatest(${columns.join()}) AS score`, ...named].join();
};
