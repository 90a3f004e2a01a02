import { resolve } from "node:path";

import type { Engine } from "../engine/engine.js";
import type { Relation } from "../engine/relation.js";
import { identifier } from "../engine/sql.js";
import { IDENTITY } from "./person-columns.js";

/** Encrypted identities of an input, in the order of its rows, which `place` counts. */
export type IdentityTable = Relation<"pseudonym" | "identity" | "place">;

/**
 * Moves the encrypted identities of a table into one of their own, and calls its column of pseudonyms `pseudonym`. A table
 * that was kept has pseudonyms without identities.
 */
export const takeIdentities = async (
  engine: Engine,
  { name: table }: Relation,
  column: string,
): Promise<IdentityTable> => {
  const [pseudonym, identity] = [identifier(column), identifier(IDENTITY)];
  const taken = await engine.table<"pseudonym" | "identity" | "place">(`
    SELECT ${pseudonym} AS pseudonym, ${identity} AS identity, ${engine.dialect.place} AS place
    FROM ${table} WHERE ${identity} IS NOT NULL`);
  await engine.run(`ALTER TABLE ${table} DROP COLUMN ${identity}`);
  if (column !== "pseudonym")
    await engine.run(`ALTER TABLE ${table} RENAME COLUMN ${pseudonym} TO pseudonym`);
  return taken;
};

/** No input has so many rows. */
const ROWS = 2 ** 48;

/**
 * Writes a CSV of `pseudonym,identity` by pseudonym, the first identity of each.
 *
 * @param tables one for each input that names people, in the order of the model
 * @returns how many pseudonyms there are; without any no file is written
 */
export const writeIdentities = async (
  engine: Engine,
  tables: readonly IdentityTable[],
  file: string,
): Promise<number> => {
  if (tables.length === 0) return 0;
  const all = tables
    .map(({ name }, i) => `SELECT pseudonym, identity, place + ${i * ROWS} AS place FROM ${name}`)
    .join(" UNION ALL ");
  const { found } = await engine.row<{ found: number }>(
    `SELECT count(DISTINCT pseudonym) AS found FROM (${all})`,
  );
  if (found > 0)
    await engine.writeCsv(
      `SELECT pseudonym, min_by(identity, place) AS identity FROM (${all})
       GROUP BY pseudonym ORDER BY pseudonym`,
      resolve(file),
    );
  return found;
};
