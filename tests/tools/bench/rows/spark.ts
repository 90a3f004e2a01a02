import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";

import {
  openStore,
  readChampion,
  readManifest,
  readStorageSettings,
  type Manifest,
} from "@despliega/storage";

import { hasSpark, startCluster, type Cluster } from "../../../spark/cluster.js";
import { peakBytes } from "../lib/peak-bytes.js";
import { peakOf } from "../lib/peak-memory.js";
import { isSkipped } from "../lib/peer.js";
import { atMost, type Row } from "../lib/row.js";
import { run } from "../lib/run.js";
import { runCpu } from "../lib/run-cpu.js";
import { treeCpu } from "../lib/tree-cpu.js";
import type { Workbench } from "../lib/workbench.js";

/** Histories, by how many of the users at 1× they have. */
const SIZES = [1 / 12, 1];

/** The whole training of riesgo at some sizes, on a Spark of two workers of one core each beside DuckDB in the trainer. */
export const sparkRows = async (bench: Workbench): Promise<Row[]> => {
  const what = "`train riesgo` on Spark, against DuckDB";
  if (!hasSpark())
    return [
      { name: what, ours: "skipped: not installed: Spark, of tests/spark/install", peer: "" },
    ];
  const cluster = await startCluster();
  try {
    const rows: Row[] = [];
    const peaks: number[] = [];
    for (const [at, size] of SIZES.entries()) {
      const users = Math.ceil(bench.users * size);
      bench.say(`spark: ${users} users`);
      const input = join(bench.folder, `spark-${at}.csv`);
      await generate(users, input);
      const duckdb = await trained(bench, input, `spark-${at}-duckdb`);
      const spark = await trained(bench, input, `spark-${at}-spark`, cluster);
      await rm(input);
      const differing = differingParts(duckdb.manifest, spark.manifest);
      peaks.push(spark.peak);
      const loans = loansOf(spark.manifest).toLocaleString("en");
      rows.push({
        name: `${what}, ${loans} loans, CPU`,
        ours: `${took(spark)}; trainer ${spark.trainerSeconds.toFixed(1)} s of CPU, ${megabytes(spark.peak)}`,
        peer: `${took(duckdb)}, ${megabytes(duckdb.peak)}, ${megabytes(duckdb.spilled)} spilled`,
        ratio: spark.cpuSeconds / duckdb.cpuSeconds,
        better: "lower",
      });
      rows.push({
        name: `parts of both releases with the same bytes, ${loans} loans`,
        ours: differing.length === 0 ? "all" : `all but ${differing.join(", ")}`,
        peer: "",
        target: "all",
        met: differing.length === 0,
      });
    }
    const [least, most] = [peaks[0]!, peaks.at(-1)!];
    rows.push({
      name: `trainer's peak memory on Spark at ${SIZES.at(-1)! / SIZES[0]!}× the loans, against 1×`,
      ours: megabytes(most),
      peer: megabytes(least),
      ...atMost(most / least, 1.3),
    });
    return rows;
  } finally {
    await cluster.stop();
  }
};

const generate = (users: number, out: string) =>
  run(process.execPath, [
    "data/dist/generate.js",
    ...["--users", `${users}`, "--seed", "1", "--out", out],
  ]);

interface Trained {
  readonly manifest: Manifest;
  readonly seconds: number;
  /** Of the trainer and of the cluster. */
  readonly cpuSeconds: number;
  readonly trainerSeconds: number;
  /** Of the trainer, in bytes. */
  readonly peak: number;
  /** Bytes that DuckDB had on disk. */
  readonly spilled: number;
}

/** Trains into a container of its own, by the command. @param cluster takes the place of DuckDB */
const trained = async (
  bench: Workbench,
  input: string,
  container: string,
  cluster?: Cluster,
): Promise<Trained> => {
  const folder = join(bench.folder, container);
  await mkdir(folder);
  const env = {
    ...(await bench.storage(container)),
    TMPDIR: folder,
    // What a cluster reads is not kept.
    DESPLIEGA_KEEP_INPUTS: "off",
    DESPLIEGA_CSV_ROWS: "500000",
    DESPLIEGA_ENGINE: cluster?.url ?? "duckdb",
  };
  const before = cluster === undefined ? 0 : await treeCpu(cluster.pids());
  const [ran, spilled] = await peakBytes(
    folder,
    (path) => path.includes("/spill/"),
    () =>
      peakOf((spawned) =>
        runCpu(
          process.execPath,
          ["trainer/dist/main.js", "train", "riesgo", "--input", input],
          folder,
          { env, spawned },
        ),
      ),
  );
  const after = cluster === undefined ? 0 : await treeCpu(cluster.pids());
  if (isSkipped(ran)) throw new Error(ran.skipped);
  const { seconds, peak, cpuSeconds: trainerSeconds } = ran;
  const cpuSeconds = trainerSeconds + after - before;
  const { account, ...settings } = readStorageSettings(env);
  const store = await openStore({ account: account!, ...settings });
  const { champion } = await readChampion(store, "riesgo");
  const manifest = await readManifest(store, "riesgo", champion!.version);
  return { manifest, seconds, cpuSeconds, trainerSeconds, peak, spilled };
};

/** Names of the parts that only one of two releases has, or that have other bytes there. */
const differingParts = ({ parts: one }: Manifest, { parts: other }: Manifest): string[] => {
  const hashOf = (parts: Manifest["parts"], of: string) =>
    parts.find(({ name }) => name === of)?.sha256;
  const names = new Set([...one, ...other].map(({ name }) => name));
  return [...names].filter((name) => hashOf(one, name) !== hashOf(other, name));
};

const loansOf = ({ parts }: Manifest): number =>
  parts.reduce((sum, { name, rows = 0 }) => sum + (name.startsWith("train_model") ? rows : 0), 0);

const took = ({ seconds, cpuSeconds }: Trained): string =>
  `${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} s of CPU`;

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
