import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { expect, test } from "@jest/globals";
import { memoryBlobStore, readPart, type BlobStore } from "@despliega/storage";
import { loadModel } from "@despliega/trainer/model/load.js";

import { temporaryDirectory } from "../support/temporary.js";
import { modelsDirectoryOf, SMALL_YAML } from "./support/model-folder.js";
import { sha256, trainOn } from "./support/runs.js";

const COLUMNS = `    columns:
      day: { type: integer, unique: true }
      pressure: { type: number }
      wet: { type: integer, min: 0, max: 1 }`;

const OTHER = `    input: { delimiter: ;, decimal: ",", thousands: ., dateFormat: DD/MM/YYYY, true: [sí], false: [no], encoding: windows-1252 }
    time: at
    columns:
      day: { type: integer, unique: true }
      at: { type: timestamp }
      pressure: { type: number }
      wet: { type: boolean }`;

const SQL = (label: string) => `SELECT day AS observation, day AS entity, NULL::DATE AS observed_at,
  ${label} AS label, pressure FROM days`;

const days = Array.from({ length: 80 }, (_, day) => ({
  day,
  pressure: 990 + ((day * 37) % 41) + 0.25,
  wet: (day * 37) % 41 < 20 !== (day % 9 === 0),
}));

/** Trains on one file, in a store of its own. */
const trained = async (yaml: string, sql: string, content: string | Uint8Array) => {
  const directory = await modelsDirectoryOf({ rain: { "model.yaml": yaml, "features.sql": sql } });
  const input = join(await temporaryDirectory(), "days");
  await writeFile(input, content);
  const store: BlobStore = memoryBlobStore();
  const { manifest } = await trainOn(store, { model: loadModel(join(directory, "rain")), input });
  return { manifest, model: await readPart(store, manifest, "model.json") };
};

test("a model learns the same of one table in another format, and states the bytes that came", async () => {
  const standard = ["day,pressure,wet"].concat(
    days.map(({ day, pressure, wet }) => `${day},${pressure},${Number(wet)}`),
  );
  const other = ["day;at;pressure;wet"].concat(
    days.map(({ day, pressure, wet }) => {
      const written = String(pressure)
        .replace(".", ",")
        .replace(/^1(?=\d{3})/, "1.");
      return `${day};31/12/2024 9:${String(day % 60).padStart(2, "0")};${written};${wet ? "SÍ" : "no"}`;
    }),
  );
  const file = gzipSync(Buffer.from(`${other.join("\r\n")}\r\n`, "latin1"));

  expect(SMALL_YAML).toContain(COLUMNS);
  const before = await trained(SMALL_YAML, SQL("wet"), `${standard.join("\n")}\n`);
  const after = await trained(SMALL_YAML.replace(COLUMNS, OTHER), SQL("wet::INTEGER"), file);
  expect(after.model).toEqual(before.model);
  expect(after.manifest.lineage).toMatchObject({
    parameters: { as_of: "2025-01-01" },
    inputs: [{ bytes: file.length, sha256: sha256(file), rows: 80, rejected: 0 }],
  });
});
