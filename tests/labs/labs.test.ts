import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { promisify } from "node:util";

import { expect, jest, test } from "@jest/globals";
import { memoryBlobStore, readPart } from "@despliega/storage";

import { readText, ROOT } from "../repository/files.js";
import { peliculas, riesgo, vih } from "../support/models.js";
import { needing } from "../support/needing.js";
import { sampleOf } from "../support/shipped-sample.js";
import { trainOn } from "../trainer/support/runs.js";

// A kernel that starts on a busy machine takes its time, and so do three trainings.
jest.setTimeout(600_000);

const SETTING = "DESPLIEGA_LABS_PYTHON";

const MODELS = [riesgo, peliculas, vih];

/** What the tests read of a notebook. */
interface Notebook {
  readonly cells: readonly {
    readonly cell_type: string;
    readonly outputs?: readonly {
      readonly output_type: string;
      readonly data?: Readonly<Record<string, unknown>>;
    }[];
  }[];
}

const notebook = (model: string, name: string): Notebook =>
  JSON.parse(readText(`labs/${model}/${name}.ipynb`)) as Notebook;

const outputsOf = ({ cells }: Notebook) => cells.flatMap(({ outputs = [] }) => outputs);

const run = (...args: readonly string[]) =>
  promisify(execFile)(process.execPath, [`${ROOT}labs/dist/run.js`, ...args], { cwd: ROOT });

needing(SETTING, process.env[SETTING] !== undefined).test(
  "the notebooks give the outputs that they hold when they are executed again",
  async () => {
    const { stderr } = await run("--check");
    expect(stderr.match(/: executed$/gm)).toHaveLength(2 * MODELS.length);
  },
);

test("a notebook that is not there is refused before anything runs", async () => {
  await expect(run("riesgo/nada.ipynb")).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining("riesgo/preparacion.ipynb"),
  });
});

test.each(MODELS)("the notebooks of $name have pictures, and no cell that failed", ({ name }) => {
  expect(readdirSync(`${ROOT}labs/${name}`).toSorted()).toEqual([
    "entrenamiento.ipynb",
    "preparacion.ipynb",
  ]);
  for (const file of ["preparacion", "entrenamiento"]) {
    const outputs = outputsOf(notebook(name, file));
    const pictures = outputs.filter(({ data }) => data?.["image/svg+xml"] !== undefined);
    expect(pictures.length).toBeGreaterThanOrEqual(4);
    expect(outputs.filter(({ output_type: type }) => type === "error")).toEqual([]);
  }
});

test.each(MODELS)("the figures of the notebook of $name are those of a release", async (model) => {
  const store = memoryBlobStore();
  const { manifest } = await trainOn(store, { model, inputs: await sampleOf(model) });
  const { metrics } = JSON.parse((await readPart(store, manifest, "metrics.json")).toString()) as {
    readonly metrics: Readonly<Record<string, number>>;
  };
  const [figures] = outputsOf(notebook(model.name, "entrenamiento")).flatMap(
    ({ data }) => data?.["application/json"] ?? [],
  );
  const threshold = manifest.threshold && { threshold: manifest.threshold.value };
  expect(figures).toEqual({ ...metrics, ...threshold });
});
