import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { median } from "../lib/median.js";
import { findPython, isSkipped, runPeer } from "../lib/peer.js";
import { peerScript } from "../lib/peer-script.js";
import { atMost, type Row } from "../lib/row.js";
import type { Workbench } from "../lib/workbench.js";
import { riesgo } from "../../../support/models.js";

const rounds = 5;

/** Reading, checking, features and both CSVs of riesgo, in CPU, against DuckDB alone, which checks nothing. */
export const readDuckdbRows = async (bench: Workbench): Promise<Row[]> => {
  const input = await bench.input(1);
  const folder = join(bench.folder, "duckdb");
  await mkdir(folder);
  const script = fileURLToPath(new URL("../lib/features-main.js", import.meta.url));
  const python = await findPython(["duckdb"]);
  const cpuOf = async (command: string, args: readonly string[]): Promise<number> =>
    (await runPeer<{ cpuSeconds: number }>(command, args)).cpuSeconds;
  const [ours, theirs]: [number[], number[]] = [[], []];
  bench.say(`read: ${rounds} rounds`);
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await cpuOf(process.execPath, [script, input, join(folder, "ours")]));
    if (isSkipped(python)) continue;
    const sql = join(riesgo.folder, "features.sql");
    const args = [peerScript("duckdb_features.py"), input, sql, join(folder, "theirs")];
    theirs.push(await cpuOf(python.command, args));
  }
  const row = {
    name: "riesgo: read, check, features, both CSVs, CPU, against DuckDB alone without checks",
    ours: `${median(ours).toFixed(2)} s`,
  };
  return [
    isSkipped(python)
      ? { ...row, peer: python.skipped }
      : {
          ...row,
          peer: `${median(theirs).toFixed(2)} s`,
          ...atMost(median(ours) / median(theirs), 1.8),
        },
  ];
};
