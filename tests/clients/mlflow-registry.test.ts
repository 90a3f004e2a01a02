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
import { startApi } from "../support/api-process.js";
import { needing } from "../support/needing.js";
import { promoteTiny, publishTiny, SENSITIVE, versionOf } from "../support/release.js";
import { temporaryDirectory } from "../support/temporary.js";
import { DRAWN_CASES, type OnnxModel } from "../trainer/onnx/drawn-cases.js";
import { runCommand } from "../trainer/support/command-line.js";
import { fewLoans } from "../trainer/support/few-loans.js";
import { askApi, type ApiAnswers } from "./mlflow/api-answers.js";
import { publishDrawn } from "./mlflow/drawn-release.js";
import { startMlflow, type MlflowServer } from "./mlflow/server.js";
import type { OnnxCase } from "./onnx/ask.js";
import { drawnRows } from "./onnx/drawn-rows.js";
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

/** Callers of the tests ask as often as they like. */
const OPEN_TO_ALL = { DESPLIEGA_RATE_LIMIT: "0", DESPLIEGA_ACCESS_LOG: "off" };

/** The largest difference of two numbers, relative where that is less; infinite for lists of other lengths. */
const farthest = (numbers: readonly number[], others: ArrayLike<number>): number =>
  numbers.length === others.length
    ? numbers.reduce((most, value, i) => {
        const difference = Math.abs(value - others[i]!) / Math.max(1, Math.abs(value));
        return difference <= most ? most : difference;
      }, 0)
    : Infinity;

const numbersOf = (numbers: readonly (number | null)[]) =>
  Float64Array.from(numbers, (value) => value ?? NaN);

const settingsOf = (container: string) => ({
  AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
  DESPLIEGA_CONTAINER_NAME: container,
});

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

  test("has champions that answer as the api does over HTTP, for every estimator, task and finish", async () => {
    const container = newContainer();
    const own = await azuriteStore({ container });
    const cases = [...DRAWN_CASES, ONE_FEATURE].map((each, i) => ({
      ...each,
      rows: drawnRows(each.description.features, 2_000, i),
    }));
    for (const [i, each] of cases.entries()) {
      const model = `drawn_${i}`;
      const version = await publishDrawn(own, model, each);
      await sync(client(), { store: own, container, model }, [version]);
    }
    const told = await champions(
      cases.map((each, i) => ({ model: `drawn_${i}`, columns: columnsOf(each) })),
    );
    const api = startApi({ ...settingsOf(container), ...OPEN_TO_ALL });
    const answered: ApiAnswers[] = [];
    try {
      const url = await api.ready();
      for (const [i, each] of cases.entries()) answered.push(await askApi(url, `drawn_${i}`, each));
    } finally {
      api.child.kill("SIGKILL");
      await api.ended;
    }
    for (const [i, each] of cases.entries()) {
      const { labels, numbers, examples } = told[i]!;
      const all = numbersOf(numbers);
      const answer = { inputs: [], outputs: [], labels, numbers: all };
      const { largest, others, refused } = compareAnswers(each, answer);
      const { question, task } = each.description;
      const { at, ...http } = answered[i]!;
      const width = all.length / each.rows.length;
      const ofTaken = at.flatMap((row) => [...all.subarray(row * width, (row + 1) * width)]);
      const labelsOfTaken = at.flatMap((row) => labels.slice(row, row + 1));
      expect({
        ...{ question, near: largest <= 1e-12, others, examples },
        ...{ nearHttp: farthest(ofTaken, http.numbers) <= 1e-12, labels: http.labels },
        predictions: http.predictions,
        refusals: new Set(http.refusals),
      }).toEqual({
        ...{ question, near: true, others: 0, examples: 3 },
        ...{ nearHttp: true, labels: labelsOfTaken },
        predictions: task === "regression" ? [...http.numbers] : labelsOfTaken,
        refusals: new Set([400]),
      });
      expect(at.length).toBeGreaterThan(400);
      expect(refused).toBeGreaterThan(0);
    }
    // The same by the server of a model, one for each kind of answer: they have names, and numbers that are missing.
    for (const question of ["boosting", "logistic, platt", "forest, three"]) {
      const i = cases.findIndex(({ description }) => description.question === question);
      const model = `models:/drawn_${i}@champion`;
      const served = await startMlflow("model", model, { MLFLOW_TRACKING_URI: server.url });
      try {
        const { labels, numbers, at } = answered[i]!;
        const { rows } = cases[i]!;
        const columns = columnsOf(cases[i]!);
        const names = Object.keys(columns);
        // A column needs a number in its first row.
        const isWhole = (place: number) => !rows[at[place]!]!.includes(null);
        const places = [...at.keys()];
        const asked = [...places.filter(isWhole), ...places.filter((place) => !isWhole(place))];
        const data = asked.map((place) => names.map((name) => columns[name]![at[place]!] ?? null));
        const response = await fetch(`${served.url}/invocations`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ dataframe_split: { columns: names, data } }),
        });
        const { predictions } = (await response.json()) as {
          predictions: Readonly<Record<string, readonly unknown[]>>;
        };
        const outputs = Object.values(predictions);
        const width = numbers.length / at.length;
        const expected = asked.flatMap((place) => [
          ...numbers.subarray(place * width, (place + 1) * width),
        ]);
        expect([question, outputs.slice(0, -1)]).toEqual([
          question,
          labels.length === 0 ? [] : [asked.map((place) => labels[place])],
        ]);
        expect(farthest(outputs.at(-1)!.flat(2) as number[], expected)).toBeLessThanOrEqual(1e-12);
      } finally {
        await served.close();
      }
    }
  });

  let store: BlobStore;
  const container = newContainer();

  test("is told of a training, a rollback, and what it missed", async () => {
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

  test("has one run and one version of a release that two commands bring at once", async () => {
    const model = "twice";
    const own = memoryBlobStore();
    await promoteTiny(own, { model });
    const brought: string[] = [];
    const bringing = () =>
      sync(client(), { store: own, container: "memory", model }, [versionOf(1)], (_, { number }) =>
        brought.push(number),
      );
    await Promise.all([bringing(), bringing(), bringing()]);
    expect(brought).toEqual(["1"]);
    expect(await runsOf(server.url, model)).toHaveLength(1);
    const [champion] = await champions([{ model, columns: COLUMNS }]);
    expect(champion).toMatchObject({ number: "1", run: { status: "FINISHED" } });
  });

  test("is told by a user with a password where it asks for one", async () => {
    const guarded = await startMlflow("guarded", await temporaryDirectory(), {
      MLFLOW_AUTH_ADMIN_PASSWORD: "correct horse battery",
      MLFLOW_FLASK_SERVER_SECRET_KEY: "a key of the test",
    });
    try {
      const as = (password: string) => ({
        ...settingsOf(container),
        MLFLOW_TRACKING_URI: guarded.url,
        MLFLOW_TRACKING_USERNAME: "admin",
        MLFLOW_TRACKING_PASSWORD: password,
      });
      await expect(runCommand(as("wrong"), "mlflow", "sync", "riesgo")).rejects.toThrow(
        /answered .+ with 401/,
      );
      const { code, lines } = await runCommand(
        as("correct horse battery"),
        ...["mlflow", "sync", "riesgo"],
      );
      expect([code, lines.at(-1)]).toMatchObject([0, { releases: 2, brought: 2 }]);
    } finally {
      await guarded.close();
    }
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
    const runs = await runsOf(server.url, model);
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

/** The runs of a model that are not deleted. */
const runsOf = async (url: string, model: string) => {
  const response = await fetch(`${url}/api/2.0/mlflow/runs/search`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ experiment_ids: [await experimentOf(url, model)] }),
  });
  const { runs = [] } = (await response.json()) as {
    runs?: readonly { info: { run_id: string }; inputs: object }[];
  };
  return runs;
};

const COLUMNS = {
  nb_previous_loans: [29],
  avg_amount_loans_previous: [136.5],
  age: [59],
  years_on_the_job: [3],
  flag_own_car: [1],
};
