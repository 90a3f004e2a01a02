import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { checkModel } from "@despliega/trainer/check/check-model.js";
import type { Finding } from "@despliega/trainer/check/finding.js";
import { cutOffOf } from "@despliega/trainer/dataset/cut-off.js";
import { openEngine } from "@despliega/trainer/engine/open-engine.js";
import { ingestAll } from "@despliega/trainer/ingest/ingest-all.js";
import type { FeatureDefinition } from "@despliega/trainer/model/feature.js";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";

import { temporaryDirectory } from "../../support/temporary.js";

const number = (name: string): FeatureDefinition => ({
  name,
  type: "number",
  description: name,
  missing: "allowed",
});

/** Will a client's visit be the last? By key and time, of two inputs. */
export const visits: ModelDefinition = {
  name: "visits",
  question: "Will this client come back?",
  words: { observations: "visits", positive: "are the last", negative: "are not" },
  task: "classification",
  inputs: [
    {
      dataset: "visits.csv",
      table: "visits",
      time: "day",
      columns: {
        visit: { type: "integer", unique: true },
        client: { type: "integer" },
        day: { type: "date" },
        amount: { type: "decimal", min: 0, max: 1000 },
        lost: { type: "integer", min: 0, max: 1 },
      },
    },
    {
      dataset: "clients.csv",
      table: "clients",
      columns: { client: { type: "integer" }, region: { type: "integer", min: 0, max: 9 } },
    },
  ],
  sql: `
    SELECT visit AS observation, visits.client AS entity, day AS observed_at, lost AS label,
           avg(amount) OVER past AS spent, region
    FROM visits LEFT JOIN clients ON clients.client = visits.client
    WHERE day < getvariable('as_of')
    WINDOW past AS (PARTITION BY visits.client ORDER BY day RANGE UNBOUNDED PRECEDING EXCLUDE GROUP)`,
  yaml: "",
  folder: "visits",
  columns: { observation: "visit", entity: "client", label: "lost" },
  features: [number("spent"), number("region")],
  split: { by: "time", testShare: 0.25 },
  estimators: [{ kind: "logistic", ridge: 1, classWeights: "none" }],
  serving: { by: "row", answer: "lost" },
  privacy: "open",
  gates: [],
};

/** The same with one more feature, an expression of its statement, and perhaps with another join. */
export const visitsWith = (
  expression: string,
  join = "LEFT JOIN clients ON clients.client = visits.client",
): ModelDefinition => ({
  ...visits,
  sql: visits.sql
    .replace("region\n", `region, ${expression} AS extra\n`)
    .replace("LEFT JOIN clients ON clients.client = visits.client", join),
  features: [...visits.features, number("extra")],
});

const VISITS = Array.from({ length: 600 }, (_, i) => {
  const day = new Date(Date.UTC(2024, 0, 1 + ((i * 7) % 120))).toISOString().slice(0, 10);
  return `${i + 1},${i % 60},${day},${((i * 37) % 1000) / 7},${(i * 13) % 5 === 0 ? 1 : 0}`;
});

const CLIENTS = Array.from({ length: 60 }, (_, i) => `${i},${i % 10}`);

/** The rows of both inputs, without their headers. */
export interface Tables {
  readonly visits?: readonly string[];
  readonly clients?: readonly string[];
}

/** What `despliega check` finds about a model on these tables. */
export const findingsOf = async (
  model: ModelDefinition,
  { visits: rows = VISITS, clients = CLIENTS }: Tables = {},
  seed = 1,
): Promise<readonly Finding[]> => {
  const directory = await temporaryDirectory();
  const file = async (name: string, lines: readonly string[]) => {
    await writeFile(join(directory, name), `${lines.join("\n")}\n`);
    return { file: join(directory, name) };
  };
  const files = [
    await file("visits.csv", ["visit,client,day,amount,lost", ...rows]),
    await file("clients.csv", ["client,region", ...clients]),
  ];
  const spillDirectory = join(directory, "spill");
  const engine = await openEngine({ memoryLimit: "500MB", threads: 1, spillDirectory });
  try {
    const keys = { pseudonym: [], identity: [] };
    const { inputs } = await ingestAll(engine, model, files, { directory, maxRejected: 0, keys });
    const tables = inputs.map(({ table }) => table);
    const asOf = await cutOffOf(engine, model, tables, {});
    return await checkModel(engine, model, tables, { asOf, rows: 10_000, seed });
  } finally {
    await engine.close();
  }
};

/** Findings as lines. */
export const linesOf = (findings: readonly Finding[]): readonly string[] =>
  findings.map(({ verdict, check, text }) => `${verdict} ${check}: ${text}`);
