import type { Observations } from "@despliega/trainer/dataset/observations.js";
import type { Engine } from "@despliega/trainer/engine/engine.js";
import { named } from "./relations.js";

/** SQL for the features of riesgo, of the entity with the number `i`; some of them are missing. */
const FEATURES: Readonly<Record<string, string>> = {
  nb_previous_loans: "(hash(i) % 60)::BIGINT",
  avg_amount_loans_previous:
    "CASE WHEN hash(i) % 60 > 0 THEN round((hash(i + 1) % 30000000)::DOUBLE / 1e5, 10) END",
  age: "(20 + hash(i + 2) % 50)::BIGINT",
  years_on_the_job: "CASE WHEN hash(i + 3) % 6 > 0 THEN (hash(i + 4) % 40)::BIGINT END",
  flag_own_car: "(hash(i + 5) % 2)::INTEGER",
};

/** SQL of an entity's key by its number `i`. */
const KEYS = {
  integer: "1000 + i * 3",
  // Spread evenly, and the same every time.
  uuid: "md5(i::VARCHAR)::UUID::VARCHAR",
} as const;

/** How the entities of a made table are called: by whole numbers, or by UUIDs. */
export type MadeKeys = keyof typeof KEYS;

/**
 * Makes the tables `serving`, with as many entities from id 1,000 on in steps of 3, and `labelled`, which is empty, as
 * a training of riesgo has them.
 *
 * @param last values of the last entity, as SQL
 * @param keys UUIDs in place of the ids
 */
export const makeServing = async (
  engine: Engine,
  rows: number,
  last: Readonly<Record<string, string>> = {},
  keys: MadeKeys = "integer",
): Promise<Pick<Observations, "labelled" | "serving" | "rows">> => {
  const columns = Object.entries(FEATURES).map(([name, value]) => {
    const special = last[name];
    const sql =
      special === undefined ? value : `CASE WHEN i = ${rows - 1} THEN ${special} ELSE ${value} END`;
    return `${sql} AS ${name}`;
  });
  await engine.run(`
    CREATE OR REPLACE TABLE serving AS
    SELECT NULL::BIGINT AS observation, ${KEYS[keys]} AS entity, DATE '2026-01-01' AS observed_at,
           NULL::BIGINT AS label, ${columns.join()}
    FROM range(${rows}) AS entities(i);
    CREATE OR REPLACE TABLE labelled AS FROM serving LIMIT 0`);
  return {
    labelled: named("labelled"),
    serving: named("serving"),
    rows: { labelled: 0, serving: rows },
  };
};
