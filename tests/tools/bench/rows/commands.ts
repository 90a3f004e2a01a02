import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { inTurn, told } from "../lib/in-turn.js";
import { findProgram, isSkipped } from "../lib/peer.js";
import { atMost, type Row } from "../lib/row.js";
import { run } from "../lib/run.js";
import { runCpu } from "../lib/run-cpu.js";
import { trainRiesgo } from "../lib/train.js";
import type { Workbench } from "../lib/workbench.js";

const rounds = 5;
const most = 0.5;

/** `despliega --help`, and `releases` on a store that runs, against the help of `dvc` and of `mlflow`, whichever is faster. */
export const commandRows = async (bench: Workbench): Promise<Row[]> => {
  const folder = join(bench.folder, "commands");
  await mkdir(folder);
  bench.say("commands: training");
  await trainRiesgo(bench, await bench.input(1), "commands", run);
  // Node.js would read the certificates of the machine at each start, and these commands open no connection that needs them.
  const env = { ...(await bench.storage("commands")), NODE_EXTRA_CA_CERTS: undefined };
  const despliega = (...args: readonly string[]) => {
    const command = ["docker/bin/despliega.js", ...args];
    return () => runCpu(process.execPath, command, folder, { env });
  };
  const dvc = await findProgram("dvc", "DESPLIEGA_DVC_PYTHON");
  const mlflow = await findProgram("mlflow", "DESPLIEGA_CLIENTS_PYTHON");
  const peers = [dvc, mlflow].flatMap((peer) => (isSkipped(peer) ? [] : [peer.command]));
  bench.say(`commands: ${rounds} rounds`);
  const [help, releases, ...theirs] = await inTurn(
    [
      despliega("--help"),
      despliega("releases", "riesgo"),
      ...peers.map((peer) => () => runCpu(peer, ["--help"], folder)),
    ],
    rounds,
  );
  const [faster] = theirs.toSorted((a, b) => a.seconds - b.seconds);
  const skipped = [dvc, mlflow].flatMap((peer) => (isSkipped(peer) ? [peer.skipped] : []));
  const peer = [...(faster === undefined ? [] : [told(faster)]), ...skipped].join("; ");
  const rowOf = (name: string, ours: typeof help): Row => ({
    name: `${name}, against \`--help\` of dvc and mlflow, the faster one`,
    ours: told(ours!),
    peer,
    ...(faster && atMost(ours!.seconds / faster.seconds, most)),
  });
  return [
    rowOf("`despliega --help`", help),
    rowOf("`despliega releases riesgo` on a running store", releases),
  ];
};
