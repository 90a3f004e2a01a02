import { writeFile } from "node:fs/promises";

import { DespliegaError, memoryBlobStore, openRelease } from "@despliega/storage";
import type { Columns } from "@despliega/trainer/model/columns.js";

import { readPlainly } from "../../../trainer/ingest/oracle.js";
import { publishedBlobsOf, trainOn } from "../../../trainer/support/runs.js";
import type { MutantEnd } from "./ingest-mutant.js";

/** Trains on a mutant: its release holds as many rows as a plain reading keeps, or there is one error and no release. */
export const trainMutant = async (
  file: Buffer,
  columns: Columns,
  path: string,
): Promise<MutantEnd> => {
  await writeFile(path, file);
  const store = memoryBlobStore();
  const expected = readPlainly(file, columns);
  try {
    const { manifest } = await trainOn(store, { input: path, threads: 1 });
    await openRelease(store, manifest.model, manifest.version);
    const rowsOf = (part: string) => manifest.parts.find(({ name }) => name === part)?.rows;
    const { rows, rejected } = manifest.lineage.inputs[0]!;
    const found = [rows, rejected, rowsOf("rejected.csv"), rowsOf("train_model.csv")].join();
    const right = [
      expected?.read,
      expected?.rejected,
      expected?.rejections.length,
      expected?.kept.length,
    ].join();
    return {
      ended: "trained",
      broken: found === right ? undefined : `its release has ${found} rows instead of ${right}`,
    };
  } catch (error) {
    if (!(error instanceof DespliegaError))
      return { ended: "crash", broken: `it fails with ${String(error)}` };
    const blobs = await publishedBlobsOf(store);
    if (blobs.length > 0) return { ended: error.code, broken: "it fails and publishes" };
    const one = !error.message.includes("\n");
    return { ended: error.code, broken: one ? undefined : "its error has several lines" };
  }
};
