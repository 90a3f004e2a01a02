import { readFile } from "node:fs/promises";

import { beforeAll, expect, jest } from "@jest/globals";
import { loadScorer, type Feature } from "@despliega/storage";
import { compile } from "@despliega/trainer/onnx/read/compile.js";
import { readGivenModel } from "@despliega/trainer/onnx/read/follow.js";

import { startApi } from "../support/api-process.js";
import { azuriteConnectionString, azuriteStore, newContainer } from "../support/azurite.js";
import { needing } from "../support/needing.js";
import { promoteTiny } from "../support/release.js";
import { temporaryDirectory } from "../support/temporary.js";
import { until } from "../support/until.js";
import type { PythonModel, PythonModels } from "./onnx/python-model.js";
import {
  publishModel,
  runModels,
  RUNTIME,
  runtimeEnvironment,
  RUNTIME_SETTING,
} from "./onnx/runtime.js";
import { PYTHON, runScript, SETTING } from "./python.js";

// Python's imports alone take seconds, and a busy machine its time.
jest.setTimeout(600_000);

const converters = needing(SETTING.converters, PYTHON.converters !== undefined);

const doublesOf = async (file: string): Promise<Float64Array> => {
  const { buffer, byteOffset, byteLength } = await readFile(file);
  return new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
};

const scorerOf = async ({ path, task, features: given }: PythonModel) => {
  const model = readGivenModel(await readFile(`${path}.onnx`), given);
  const compiled = compile(model, {
    task: task === "number" ? "regression" : "classification",
    classes: task === "three" ? ["a", "b", "c"] : undefined,
    features: given,
  });
  const features = given.map((feature, i): Feature => {
    const fill = compiled.fills[i];
    return { ...feature, missing: fill === undefined ? "kept" : { fill }, mean: 0 };
  });
  const json: unknown = JSON.parse(JSON.stringify(compiled.modelJson));
  return loadScorer({ estimator: compiled.estimator, features }, json);
};

/** The largest difference from onnxruntime, absolute, or relative where that is less. */
const largestDifference = async (model: PythonModel): Promise<number> => {
  const scorer = await scorerOf(model);
  const rows = await doublesOf(`${model.path}.rows`);
  const answers = await doublesOf(`${model.path}.answers`);
  const scores = new Float64Array(scorer.outputs);
  const names = model.features.length;
  const width = { number: 1, two: 2, three: 3 }[model.task];
  let largest = 0;
  for (let row = 0; row * names < rows.length; row++) {
    scorer.scores(rows.subarray(row * names, (row + 1) * names), scores);
    const own = width === 2 ? [1 - scores[0]!, scores[0]!] : [...scores];
    own.forEach((value, at) => {
      const distance = Math.abs(value - answers[row * width + at]!) / Math.max(1, Math.abs(value));
      if (!(distance <= largest)) largest = distance;
    });
  }
  return largest;
};

const made = { models: [], others: [] } as { models: PythonModel[]; others: PythonModel[] };

if (PYTHON.converters !== undefined)
  beforeAll(async () => {
    const directory = await temporaryDirectory();
    Object.assign(
      made,
      await runScript<PythonModels>("converters", "onnx_models.py", { directory }),
    );
  });

const boundOf = ({ double }: PythonModel): number => (double ? 1e-12 : 1e-6);

converters.test("models of Python answer as in onnxruntime, also at their thresholds", async () => {
  expect(made.models.length).toBeGreaterThan(35);
  for (const model of made.models) {
    const near = (await largestDifference(model)) <= boundOf(model);
    expect({ name: model.name, near }).toEqual({ name: model.name, near: true });
  }
});

converters.test("other models are not compiled, and one line says why", async () => {
  for (const { path, features } of made.others) {
    const file = await readFile(`${path}.onnx`);
    expect(() => readGivenModel(file, features)).toThrow(/^(has|adds|takes|compares) /);
  }
});

const runtime = needing(
  `${SETTING.converters} and ${RUNTIME_SETTING}`,
  PYTHON.converters !== undefined && RUNTIME !== undefined,
);

runtime.test(
  "onnxruntime for Node.js answers other models as in Python, and those with names",
  async () => {
    const asked = [
      ...made.others,
      ...made.models.filter(({ features }) => features[0]!.name === "kind"),
    ];
    const ran = await runModels(asked);
    expect(ran.map(({ name }) => name)).toEqual(asked.map(({ name }) => name));
    ran.forEach(({ name, largest, apart, missed }, i) => {
      const bound = boundOf(asked[i]!);
      const same = apart <= 1e-12;
      expect({ name, near: largest <= bound, same, whole: missed <= 1e-9 }).toEqual({
        ...{ name, near: true, same: true, whole: true },
      });
    });
  },
);

const ROWS = 100_000;

runtime.test(
  "the api answers batches with such a model, and without onnxruntime with the others",
  async () => {
    const container = newContainer();
    const store = await azuriteStore({ container });
    await promoteTiny(store);
    const model = made.others.find(({ name }) => name.startsWith("network of three"))!;
    await publishModel({ container, name: "network", model });
    const settings = {
      AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
      DESPLIEGA_CONTAINER_NAME: container,
      DESPLIEGA_ACCESS_LOG: "off",
      DESPLIEGA_MAX_BODY_BYTES: `${64 << 20}`,
    };
    const rows = await doublesOf(`${model.path}.rows`);
    const answers = await doublesOf(`${model.path}.answers`);
    const names = model.features.map(({ name }) => name);
    const places = Array.from({ length: ROWS }, (_, row) => row % (rows.length / names.length));
    const split = {
      columns: names,
      data: places.map((at) => [...rows.subarray(at * names.length, (at + 1) * names.length)]),
    };
    const post = (url: string, path: string, body: object) =>
      fetch(`${url}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    const api = startApi({ ...settings, ...runtimeEnvironment() });
    try {
      const url = await api.ready();
      const response = await post(url, "/models/network/invocations?detalle=true", {
        dataframe_split: { columns: names, data: split.data.slice(0, 3) },
      });
      expect(response.status).toBe(200);
      const { predictions: detailed } = (await response.json()) as { predictions: object[] };
      expect(detailed[0]).toMatchObject({
        contribuciones: expect.anything(),
        version: expect.anything(),
      });
      const batch = await post(url, "/models/network/invocations", { dataframe_split: split });
      const { predictions } = (await batch.json()) as { predictions: string[] };
      expect(predictions).toHaveLength(ROWS);
      const best = (at: number) => {
        const own = [...answers.subarray(at * 3, (at + 1) * 3)];
        return "abc"[own.indexOf(Math.max(...own))];
      };
      expect(predictions.filter((name, row) => name !== best(places[row]!))).toEqual([]);
    } finally {
      api.child.kill("SIGKILL");
    }
    const without = startApi(settings);
    try {
      const url = await without.listening();
      await without.line(
        ({ code, model: of }) => code === "ONNX_RUNTIME_MISSING" && of === "network",
      );
      await without.line(({ msg, model: of }) => msg === "release opened" && of === "riesgo");
      await until(async () => (await fetch(`${url}/v1/models/riesgo`)).ok, "riesgo answers");
      expect((await fetch(`${url}/v1/models/network`)).status).not.toBe(200);
    } finally {
      without.child.kill("SIGKILL");
    }
  },
);
