import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

import {
  decoderOf,
  linearJson,
  memoryBlobStore,
  type BlobStore,
  type ManifestFeature,
} from "@despliega/storage";

import { promoteTiny, WEIGHTS, type TinyRelease } from "../../../support/release.js";
import { scoreWith } from "../../../trainer/score/score-with.js";
import { resident } from "../lib/resident.js";
import type { Row } from "../lib/row.js";
import type { Workbench } from "../lib/workbench.js";
import { forestOf } from "./reasons.js";

const rows = 10_000_000;
const forestRows = 1_000_000;
/** Seconds. */
const most = 60;
const mostForest = 30;
/** Of the memory at a tenth of the rows. */
const growth = 1.3;

const LINEAR: TinyRelease = {
  model: "linear",
  other: { estimator: "linear", json: linearJson(WEIGHTS) },
  description: { task: "regression", serving: { by: "row", answer: "amount" } },
};

const NAMES = "id,nb_previous_loans,avg_amount_loans_previous,age,years_on_the_job,flag_own_car";

const KEYS = [5_008_806, 5_008_807, 5_112_956];

/** What `despliega score` takes from a CSV to a CSV, with a thread for each core. */
export const scoreRows = async (bench: Workbench): Promise<Row[]> => {
  const store = memoryBlobStore();
  await promoteTiny(store);
  await promoteTiny(store, LINEAR);
  const byRow = (i: number) =>
    `${i},${i % 50},${i % 7 === 0 ? "" : (i % 1000) / 3},${20 + (i % 50)},${i % 11 === 0 ? "" : i % 10},${i % 2}`;
  const byKey = (i: number) => `${KEYS[i % 3]},${i}`;
  const tenth = await made(bench, "tenth", NAMES, rows / 10, byRow);
  const features = await made(bench, "features", NAMES, rows, byRow);
  const keys = await made(bench, "keys", "id,row", rows, byKey);
  const score = scoring(bench, store);
  const what = (way: string) =>
    `\`despliega score\` of ${rows.toLocaleString("en")} × 5 from a CSV to a CSV, ${way}`;

  await score("riesgo", tenth);
  const before = (await resident(process.pid)).peak;
  const logistic = await score("riesgo", features);
  const after = (await resident(process.pid)).peak;
  return [
    rowOf(what("logistic by row"), logistic, rows, most),
    rowOf(what("linear by row"), await score("linear", features), rows, most),
    rowOf(what("logistic by key"), await score("riesgo", keys), rows, most),
    {
      name: "peak memory of `despliega score` at 10× the rows, against 1×",
      ours: `${Math.round(after / 1e6)} MB`,
      peer: `${Math.round(before / 1e6)} MB`,
      ratio: before / after,
      target: `≤ ${growth}×`,
      met: after <= growth * before,
    },
    await forestRow(bench, store),
  ];
};

const forestRow = async (bench: Workbench, store: BlobStore): Promise<Row> => {
  const { fitted, rows: sample } = await forestOf(bench);
  const features = fitted.description.features.map(({ categories, ...rest }): ManifestFeature => ({
    ...rest,
    ...(categories === undefined ? {} : { categories: [...categories] }),
    description: rest.name,
  }));
  const decoders = features.map(decoderOf);
  const texts = sample.map((row) =>
    decoders.map((decode, at) => quoted(String(decode(row[at]!) ?? ""))).join(","),
  );
  await promoteTiny(store, {
    model: "peliculas",
    other: { estimator: "forest", json: fitted.modelJson as object },
    users: [["1", decoders.map((decode, at) => decode(sample[0]![at]!))]],
    description: {
      task: "regression",
      features,
      serving: { by: "row", answer: "gross" },
      scale: fitted.description.scale,
    },
  });
  const header = ["id", ...features.map(({ name }) => name)].join(",");
  const file = await made(
    bench,
    "films",
    header,
    forestRows,
    (i) => `${i},${texts[i % texts.length]!}`,
  );
  const taken = await scoring(bench, store)("peliculas", file);
  const name = `\`despliega score\` of ${forestRows.toLocaleString("en")} films from a CSV to a CSV, by a forest of 300 trees`;
  return rowOf(name, taken, forestRows, mostForest);
};

/** Seconds that a batch took. */
interface Taken {
  readonly seconds: number;
  readonly cpu: number;
}

const scoring =
  (bench: Workbench, store: BlobStore) =>
  async (model: string, input: string): Promise<Taken> => {
    bench.say(`score: ${model} on ${input}`);
    const out = { kind: "file", file: join(bench.folder, "scores.csv") } as const;
    const [since, cpu] = [performance.now(), process.cpuUsage()];
    const batch = await scoreWith(
      store,
      { model, input, out },
      { threads: undefined, maxRejected: 0 },
    );
    if (batch.scored !== batch.read) throw new Error("Rows are rejected");
    const { user, system } = process.cpuUsage(cpu);
    return { seconds: (performance.now() - since) / 1_000, cpu: (user + system) / 1e6 };
  };

const rowOf = (name: string, { seconds, cpu }: Taken, count: number, target: number): Row => ({
  name,
  ours: `${seconds.toFixed(1)} s, ${Math.round(count / seconds).toLocaleString("en")} rows/s, ${cpu.toFixed(1)} s of CPU in all threads`,
  peer: "",
  target: `≤ ${target} s`,
  met: seconds <= target,
});

/** Makes a CSV. */
const made = async (
  bench: Workbench,
  name: string,
  header: string,
  count: number,
  lineOf: (i: number) => string,
): Promise<string> => {
  bench.say(`score: writing ${name}`);
  const file = join(bench.folder, `${name}.csv`);
  await pipeline(function* () {
    let text = `${header}\n`;
    for (let i = 0; i < count; i++) {
      text += `${lineOf(i)}\n`;
      if (text.length < 1 << 20) continue;
      yield text;
      text = "";
    }
    yield text;
  }, createWriteStream(file));
  return file;
};

const quoted = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
