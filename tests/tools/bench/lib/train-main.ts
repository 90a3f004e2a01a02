import { memoryBlobStore } from "@despliega/storage";
import { models, createProgress, readTrainerSettings, train } from "@despliega/trainer";
import { mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

/**
 * `node train-main.js MODEL INPUT DIRECTORY`: a whole training, as `despliega train` does it, whose release goes into a directory
 * instead of a container. The input is not kept a second time.
 */
const main = async ([name, input, directory]: readonly string[]): Promise<void> => {
  if (name === undefined || input === undefined || directory === undefined)
    throw new Error("usage: train-main.js MODEL INPUT DIRECTORY");
  const settings = { ...readTrainerSettings({}), keepInputs: false };
  const model = models(settings).find((of) => of.name === name);
  const dataset = model?.inputs[0]?.dataset;
  if (model === undefined || dataset === undefined) throw new Error(`no model ${name}`);
  const store = memoryBlobStore();
  const { manifest } = await train(
    model,
    { inputs: new Map([[dataset, input]]) },
    {
      store,
      tables: { container: "bench", open: () => Promise.reject(new Error("no tables")) },
      settings,
      progress: createProgress(process.stderr),
      now: () => new Date(),
    },
  );
  await mkdir(directory, { recursive: true });
  for await (const { name: blob } of store.list(""))
    await writeFile(join(directory, basename(blob)), (await store.read(blob)).bytes);
  console.log(JSON.stringify({ version: manifest.version, metrics: manifest.metrics }));
};

await main(process.argv.slice(2));
