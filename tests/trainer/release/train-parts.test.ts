import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "@jest/globals";
import {
  blobNames,
  memoryBlobStore,
  readPart,
  type BlobStore,
  type Manifest,
} from "@despliega/storage";
import { releasedRows } from "@despliega/trainer/pipeline/monitor/released-rows.js";
import { trainingRecords } from "@despliega/trainer/release/online/training-records.js";

import { collect } from "../../support/collect.js";
import { temporaryDirectory } from "../../support/temporary.js";
import { testEngine } from "../support/engine.js";
import { fewLoans } from "../support/few-loans.js";
import { partsOf, trainOn } from "../support/runs.js";

const engine = await testEngine();
const PART = "train_model_00000.parquet";

const trained = async (store: BlobStore, csvRows = Infinity): Promise<Manifest> => {
  const input = await fewLoans();
  const { manifest } = await trainOn(store, {
    input,
    csvRows,
  });
  return manifest;
};

describe("a release with more observations than a CSV should have", () => {
  const [csv, parquet] = [memoryBlobStore(), memoryBlobStore()];
  let asCsv: Manifest;
  let asParquet: Manifest;
  const rowsOf = ({ parts }: Manifest, name: string) =>
    parts.find((part) => part.name === name)?.rows;

  test("has them as Parquet parts with their sizes and hashes, and all else as it is", async () => {
    asCsv = await trained(csv);
    const rows = rowsOf(asCsv, "train_model.csv")!;
    expect(partsOf(await trained(memoryBlobStore(), rows))).toEqual(partsOf(asCsv));
    asParquet = await trained(parquet, rows - 1);
    const { [PART]: hash, ...others } = partsOf(asParquet);
    const { "train_model.csv": _, ...same } = partsOf(asCsv);
    expect(others).toEqual(same);
    expect(hash).toMatch(/^[\da-f]{64}$/);
    expect(rowsOf(asParquet, PART)).toBe(rows);
    const { bytes } = await parquet.read(`output/riesgo/${asParquet.version}/${PART}`);
    expect(bytes.length).toBe(asParquet.parts.find(({ name }) => name === PART)!.bytes);
  });

  test("gives the same records, with the same texts", async () => {
    const directory = await temporaryDirectory();
    expect(await collect(trainingRecords(parquet, asParquet, directory))).toEqual(
      await collect(trainingRecords(csv, asCsv, directory)),
    );
  });

  test("is read by monitoring as the CSV is", async () => {
    const rows = async (store: BlobStore, manifest: Manifest) => {
      const directory = await temporaryDirectory();
      const table = await releasedRows(engine, store, manifest, "learned", directory);
      const names = manifest.features.map(({ name }) => name).join();
      return engine.rows(`SELECT ${names} FROM ${table.name} ORDER BY ALL`);
    };
    expect(await rows(parquet, asParquet)).toEqual(await rows(csv, asCsv));
  });

  test("is refused where a part is damaged", async () => {
    const name = blobNames.described("riesgo", asParquet.version, { folder: "output", name: PART });
    const damaged: BlobStore = {
      ...parquet,
      async *stream(blob) {
        for await (const chunk of parquet.stream(blob)) {
          const copy = Buffer.from(chunk);
          if (blob === name) copy[20]! ^= 1;
          yield copy;
        }
      },
    };
    const directory = await temporaryDirectory();
    const refusal = { code: "RELEASE_INVALID" };
    await expect(collect(trainingRecords(damaged, asParquet, directory))).rejects.toMatchObject(
      refusal,
    );
    await expect(
      releasedRows(engine, damaged, asParquet, "learned", directory),
    ).rejects.toMatchObject(refusal);
  });

  test("can be read by anybody who reads Parquet, by names and types", async () => {
    const file = join(await temporaryDirectory(), PART);
    await writeFile(file, await readPart(parquet, asParquet, PART));
    expect(
      await engine.rows(`SELECT column_name AS n, column_type AS t FROM (DESCRIBE FROM '${file}')`),
    ).toEqual(
      Object.entries({
        loan_id: "BIGINT",
        id: "BIGINT",
        observed_at: "DATE",
        status: "BIGINT",
        nb_previous_loans: "BIGINT",
        avg_amount_loans_previous: "DOUBLE",
        age: "BIGINT",
        years_on_the_job: "BIGINT",
        flag_own_car: "BIGINT",
      }).map(([n, t]) => ({ n, t })),
    );
  });
});
