import { resolve } from "node:path";

import { identifier, literal, type Engine } from "../engine/engine.js";
import { IDENTITY } from "./person-columns.js";

const TABLE = identifier(": identities");

/** Runs work during which the engine has a place for encrypted identities. */
export const withIdentities = async <T>(engine: Engine, work: () => Promise<T>): Promise<T> => {
  await engine.run(`CREATE OR REPLACE TABLE ${TABLE} (pseudonym VARCHAR, identity VARCHAR)`);
  try {
    return await work();
  } finally {
    await engine.run(`DROP TABLE ${TABLE}`);
  }
};

/** Moves the encrypted identities of a table there, and makes its column of pseudonyms known as `pseudonym`. */
export const takeIdentities = async (
  engine: Engine,
  table: string,
  column: string,
): Promise<void> => {
  const [pseudonym, identity] = [identifier(column), identifier(IDENTITY)];
  await engine.run(`
    INSERT INTO ${TABLE} SELECT ${pseudonym}, ${identity} FROM ${table}
    WHERE ${pseudonym} IS NOT NULL ORDER BY rowid`);
  await engine.run(`ALTER TABLE ${table} DROP COLUMN ${identity}`);
  if (column !== "pseudonym")
    await engine.run(`ALTER TABLE ${table} RENAME COLUMN ${pseudonym} TO pseudonym`);
};

/**
 * Writes a CSV of `pseudonym,identity` by pseudonym, the first identity of each.
 *
 * @returns how many there are; without any no file is written
 */
export const writeIdentities = async (engine: Engine, file: string): Promise<number> => {
  const { found } = await engine.row<{ found: number }>(
    `SELECT count(DISTINCT pseudonym) AS found FROM ${TABLE}`,
  );
  if (found > 0)
    await engine.run(`
      COPY (
        SELECT pseudonym, arg_min(identity, rowid) AS identity FROM ${TABLE}
        GROUP BY pseudonym ORDER BY pseudonym
      ) TO ${literal(resolve(file))} (FORMAT csv, HEADER)`);
  return found;
};
