import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { startAzuriteProcess } from "../lib/azurite-process.js";
import { inTurn, told } from "../lib/in-turn.js";
import { findPython, isSkipped } from "../lib/peer.js";
import { peerScript } from "../lib/peer-script.js";
import { atMost, type Row } from "../lib/row.js";
import { runCpu, type CpuMeasured } from "../lib/run-cpu.js";
import type { Workbench } from "../lib/workbench.js";

const rounds = 5;

/**
 * The whole training of riesgo: into a directory against a script with polars and scikit-learn, which makes the same tables, a
 * model, metrics and hashes, and checks no row; and by its command, published to a store.
 */
export const trainPolarsRows = async (bench: Workbench): Promise<Row[]> => {
  const input = await bench.input(1);
  const folder = join(bench.folder, "polars");
  await mkdir(folder);
  const script = fileURLToPath(new URL("../lib/train-main.js", import.meta.url));
  const python = await findPython(["polars", "sklearn"]);
  const azurite = await startAzuriteProcess(join(folder, "azurite"));
  try {
    const train = (env: NodeJS.ProcessEnv) => (): Promise<CpuMeasured> => {
      const args = ["docker/bin/despliega.js", "train", "riesgo", "--input", input];
      return runCpu(process.execPath, args, folder, { env });
    };
    let container = 0;
    const contestants = [
      () => runCpu(process.execPath, [script, "riesgo", input, join(folder, "ours")], folder),
      () =>
        train({
          AZURE_STORAGE_CONNECTION_STRING: azurite.connectionString,
          // Of its own, so that each run is the first one ever.
          DESPLIEGA_CONTAINER_NAME: `train-${(container += 1)}`,
        })(),
      async () => {
        const directory = join(folder, "own");
        await rm(directory, { recursive: true, force: true });
        return train({ AZURE_STORAGE_CONNECTION_STRING: "", DESPLIEGA_DIRECTORY: directory })();
      },
      ...(isSkipped(python)
        ? []
        : [
            () => {
              const args = [peerScript("polars_train.py"), input, join(folder, "theirs")];
              return runCpu(python.command, args, folder);
            },
          ]),
    ];
    bench.say(`whole: ${rounds} rounds`);
    const [ours, running, own, theirs] = await inTurn(contestants, rounds);
    const name = "`train riesgo` whole, into a directory, against polars and scikit-learn";
    const peer = isSkipped(python) ? python.skipped : told(theirs!);
    return [
      {
        name: `${name}, time`,
        ours: told(ours!),
        peer,
        ...(theirs && atMost(ours!.seconds / theirs.seconds, 0.95)),
      },
      {
        name: `${name}, CPU`,
        ours: told(ours!),
        peer,
        ...(theirs && atMost(ours!.cpuSeconds / theirs.cpuSeconds, 1.2)),
      },
      { name: "the same, published to a running store", ours: told(running!), peer: "" },
      { name: "the same, published to a store of its own", ours: told(own!), peer: "" },
    ];
  } finally {
    await azurite.stop();
  }
};
