import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";

import { readDatabaseSettings } from "@despliega/trainer/pipeline/database-settings.js";
import type { Connection } from "@despliega/trainer/sources/database/connection.js";
import { inputFromPlace } from "@despliega/trainer/sources/input.js";
import type { DatabaseRows } from "@despliega/trainer/model/source.js";
import { expect } from "@jest/globals";

import { temporaryDirectory } from "../support/temporary.js";
import { databaseSetting } from "@despliega/trainer/model/source.js";

/** The database `main` that a url means. */
export const mainAt = (url: string, password?: string): Connection =>
  readDatabaseSettings({
    [databaseSetting("main")]: url,
    PGPASSWORD: password ?? "",
  }).databases.get("main")!;

/** What the trainer copies of a database, as text. */
export const copied = async (
  connection: Connection,
  rows: DatabaseRows,
  querySeconds = 60,
): Promise<string> => {
  const directory = await temporaryDirectory();
  const limits = { connectSeconds: 20, querySeconds };
  const input = await inputFromPlace("rows.csv", { connection, rows }, { directory, limits });
  const bytes = await readFile(input.file);
  expect(input).toMatchObject({
    bytes: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  });
  return bytes.toString();
};
