import { text } from "node:stream/consumers";

import { afterAll, beforeAll, expect, jest } from "@jest/globals";
import {
  linearJson,
  loadScorer,
  memoryBlobStore,
  readChampion,
  readManifest,
  readPart,
  type BlobStore,
  type Value,
} from "@despliega/storage";
import { mlflowClient } from "@despliega/trainer/release/mlflow/client.js";
import { mlflowOf } from "@despliega/trainer/release/mlflow/settings.js";
import { sync } from "@despliega/trainer/release/mlflow/sync.js";

import { readText } from "../repository/files.js";
import { parseMarkdown } from "../repository/markdown.js";
import { azuriteConnectionString, azuriteStore, newContainer } from "../support/azurite.js";
import { needing } from "../support/needing.js";
import { publishTiny, SENSITIVE, versionOf } from "../support/release.js";
import { temporaryDirectory } from "../support/temporary.js";
import { DRAWN_CASES, type OnnxModel } from "../trainer/onnx/drawn-cases.js";
import { runCommand } from "../trainer/support/command-line.js";
import { fewLoans } from "../trainer/support/few-loans.js";
import { publishDrawn } from "./mlflow/drawn-release.js";
import { startMlflow, type MlflowServer } from "./mlflow/server.js";
import type { OnnxCase } from "./onnx/ask.js";
import { drawnRows, takenNumber } from "./onnx/drawn-rows.js";
import { compareAnswers } from "./onnx/expected.js";
import { PYTHON, runScript, SETTING, startPython } from "./python.js";

// Python's imports alone take seconds, and a busy machine its time.
jest.setTimeout(900_000);

/** MLflow takes a data frame with one column in another way than others. */
const ONE_FEATURE: OnnxModel = {
  description: {
    ...DRAWN_CASES[0]!.description,
    question: "one feature",
    features: DRAWN_CASES[0]!.description.features
      .filter(({ type }) => type === "integer")
      .slice(0, 1),
  },
  modelJson: linearJson([0.5, 2]),
};

interface LoadedChampion {
  readonly labels: readonly (string | number)[];
  readonly numbers: readonly (number | null)[];
  readonly examples: number;
  readonly number: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly run: {
    readonly name: string;
    readonly status: string;
    readonly params: Readonly<Record<string, string>>;
    readonly metrics: Readonly<Record<string, number>>;
    readonly datasets: readonly (readonly [name: string, digest: string])[];
    readonly artifacts: readonly string[];
  };
}

/** Rows as a data frame has them: numbers, and texts for names. */
const columnsOf = ({ description: { features }, rows }: OnnxCase) =>
  Object.fromEntries(
    features.map(({ name, type }, i) => {
      const given = (value: Value): Value => {
        if (type === "category") return value ?? "";
        return value === null ? null : Number(value);
      };
      return [name, rows.map((row) => given(row[i]!))];
    }),
  );

const numbersOf = (numbers: readonly (number | null)[]) =>
  Float64Array.from(numbers, (value) => value ?? NaN);

needing(SETTING.clients, PYTHON.clients !== undefined).describe("MLflow's server", () => {
  let server: MlflowServer;
  beforeAll(async () => {
    server = await startMlflow("server", await temporaryDirectory());
  });
  afterAll(() => server.close());

  const { test } = needing(SETTING.clients, true);
  const client = () => mlflowClient(mlflowOf({ MLFLOW_TRACKING_URI: server.url })!);
  const champions = (models: readonly object[]) =>
    runScript<readonly LoadedChampion[]>("clients", "mlflow_models.py", {
      url: server.url,
      models,
    });

  test("has champions that answer as every estimator, task and finish does", async () => {
    const store = memoryBlobStore();
    const cases = [...DRAWN_CASES, ONE_FEATURE].map((each, i) => ({
      ...each,
      rows: drawnRows(each.description.features, 2_000, i),
    }));
    for (const [i, each] of cases.entries()) {
      const model = `drawn_${i}`;
      const version = await publishDrawn(store, model, each);
      await sync(client(), { store, container: "memory", model }, [version]);
    }
    const told = await champions(
      cases.map((each, i) => ({ model: `drawn_${i}`, columns: columnsOf(each) })),
    );
    for (const [i, each] of cases.entries()) {
      const { labels, numbers, examples } = told[i]!;
      const answer = { inputs: [], outputs: [], labels, numbers: numbersOf(numbers) };
      const { largest, others, refused } = compareAnswers(each, answer);
      const { question } = each.description;
      expect({ question, near: largest <= 1e-12, others, examples }).toEqual({
        question,
        near: true,
        others: 0,
        examples: 3,
      });
      expect(refused).toBeGreaterThan(0);
    }
    // The same by the server of a model, for one with names, numbers that are missing, and three classes.
    const at = cases.findIndex(({ description }) => description.question === "forest, three");
    const served = await startMlflow("model", `models:/drawn_${at}@champion`, {
      MLFLOW_TRACKING_URI: server.url,
    });
    try {
      const { rows, description } = cases[at]!;
      const columns = columnsOf(cases[at]!);
      const names = Object.keys(columns);
      const isWhole = (row: number) => !rows[row]!.includes(null);
      // The server writes NaN for a row that is refused, which is no JSON.
      const taken = [...rows.keys()].filter((row) =>
        description.features.every((of, i) => takenNumber(of, rows[row]![i]!) !== undefined),
      );
      // A column needs a number in its first row.
      const asked = [...taken.filter(isWhole), ...taken.filter((row) => !isWhole(row))];
      expect(asked.length).toBeGreaterThan(500);
      const data = asked.map((row) => names.map((name) => columns[name]![row] ?? null));
      const response = await fetch(`${served.url}/invocations`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ dataframe_split: { columns: names, data } }),
      });
      const { predictions } = (await response.json()) as {
        predictions: Readonly<Record<string, readonly unknown[]>>;
      };
      const numbers = numbersOf(told[at]!.numbers);
      expect(Object.values(predictions)).toEqual([
        asked.map((row) => told[at]!.labels[row]),
        asked.map((row) => [...numbers.subarray(3 * row, 3 * row + 3)]),
      ]);
    } finally {
      await served.close();
    }
  });

  const settingsOf = (container: string) => ({
    AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
    DESPLIEGA_CONTAINER_NAME: container,
  });
  let store: BlobStore;

  test("is told of a training, a rollback, and what it missed", async () => {
    const container = newContainer();
    const alone = settingsOf(container);
    const told = { ...alone, MLFLOW_TRACKING_URI: server.url };
    store = await azuriteStore({ container });
    await publishTiny(store);
    await runCommand(alone, "promote", "riesgo", versionOf(1));
    // Nothing listens on this port.
    const away = { ...alone, MLFLOW_TRACKING_URI: "http://127.0.0.1:1" };
    const input = await fewLoans();
    const train = ["train", "riesgo", "--input", input, "--accept-uncompared", "a test"];
    const { code, lines } = await runCommand(away, ...train);
    expect(code).toBe(0);
    const behind = /^MLflow has not everything: 127\.0\.0\.1:1 cannot be reached/;
    const { version } = lines.find(({ promoted }) => promoted === true)!;
    expect(lines.filter(({ notice }) => behind.test(String(notice)))).toHaveLength(1);
    const [run] = (await runCommand(alone, "runs", "riesgo")).lines;
    expect(run).toMatchObject({ state: "done", unsynced: expect.stringMatching(behind) });

    // A promotion brings the release that became champion.
    await runCommand(told, "rollback", "riesgo");
    const ask = async () => {
      const [answer] = await champions([{ model: "riesgo", columns: COLUMNS }]);
      return answer!;
    };
    expect(await ask()).toMatchObject({
      number: "1",
      tags: { "despliega.version": versionOf(1), "despliega.container": container },
    });
    const synced = await runCommand(told, "mlflow", "sync", "riesgo");
    expect(synced.lines.at(-1)).toMatchObject({ releases: 2, brought: 1 });
    expect((await runCommand(told, "mlflow", "sync", "riesgo")).lines.at(-1)).toMatchObject({
      brought: 0,
    });
    await runCommand(told, "promote", "riesgo", String(version), "--why", "again");
    const champion = await ask();
    const { lineage, metrics } = await readManifest(store, "riesgo", String(version));
    expect(champion).toMatchObject({
      number: "2",
      tags: { "despliega.version": version, "despliega.checks": "passed" },
      run: {
        name: version,
        status: "FINISHED",
        params: { estimator: "logistic", ridge: "1" },
        metrics,
        datasets: [["loans.csv", lineage.inputs[0]!.sha256.slice(0, 36)]],
        artifacts: [
          "release/features.sql",
          "release/metrics.json",
          "release/model.yaml",
          "release/report.html",
        ],
      },
    });
  });

  test("gives the example of docs/mlflow.md the answers of a release", async () => {
    const { champion } = await readChampion(store, "riesgo");
    const manifest = await readManifest(store, "riesgo", champion!.version);
    const scorer = loadScorer(
      manifest,
      JSON.parse((await readPart(store, manifest, "model.json")).toString()),
    );
    const example = parseMarkdown(readText("docs/mlflow.md")).fences.find((fence) =>
      fence.text.startsWith("import mlflow"),
    );
    const where = `import os\nos.environ["MLFLOW_TRACKING_URI"] = "${server.url}"\n`;
    const child = startPython("clients", ["-c", where + example!.text]);
    child.stdin.end();
    child.stderr.resume();
    const out = (await text(child.stdout)).trim();
    const [labels, scores] = JSON.parse(`[${out.replace("] [", "],[")}]`) as [
      readonly number[],
      readonly number[],
    ];
    const expected = [
      [29, 136.4468640135, 59, 3, 1],
      [0, NaN, 31, NaN, 1],
    ].map((row) => scorer.score(Float64Array.from(row)));
    expect(scores).toHaveLength(2);
    scores.forEach((score, i) => expect(Math.abs(score - expected[i]!)).toBeLessThan(1e-12));
    expect(labels).toEqual(expected.map((score) => Number(score >= manifest.threshold!.value)));
  });

  test("gets nothing about the rows of a model about people", async () => {
    const own = memoryBlobStore();
    const model = "clinic";
    const parts = ["report.html", "metrics.json"].map((name) => ({
      name,
      source: Buffer.from("{}"),
    }));
    await publishTiny(own, { model, description: SENSITIVE, parts });
    await sync(client(), { store: own, container: "memory", model }, [versionOf(1)]);
    const found = await fetch(`${server.url}/api/2.0/mlflow/registered-models/get?name=${model}`);
    expect(found.status).toBe(200);
    const { runs } = (await (
      await fetch(`${server.url}/api/2.0/mlflow/runs/search`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ experiment_ids: [await experimentOf(server.url, model)] }),
      })
    ).json()) as { runs: readonly { info: { run_id: string }; inputs: object }[] };
    expect(runs).toHaveLength(1);
    expect(JSON.stringify(runs[0]!.inputs)).not.toContain("dataset");
    const listed = await fetch(
      `${server.url}/api/2.0/mlflow/artifacts/list?run_id=${runs[0]!.info.run_id}&path=release`,
    );
    expect(await listed.text()).not.toMatch(/report|metrics/);
  });
});

const experimentOf = async (url: string, model: string): Promise<string> => {
  const response = await fetch(
    `${url}/api/2.0/mlflow/experiments/get-by-name?experiment_name=despliega/${model}`,
  );
  const { experiment } = (await response.json()) as { experiment: { experiment_id: string } };
  return experiment.experiment_id;
};

const COLUMNS = {
  nb_previous_loans: [29],
  avg_amount_loans_previous: [136.5],
  age: [59],
  years_on_the_job: [3],
  flag_own_car: [1],
};
