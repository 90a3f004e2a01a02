import { existsSync } from "node:fs";

import { blobNames, BlobExists, type BlobStore } from "@despliega/storage";
import type { ModelInputs } from "@despliega/trainer/model/inputs.js";
import { say } from "./say.js";

/**
 * Uploads the samples of a model, each unless the container has such an input already. An input that has another source
 * needs none.
 *
 * @returns samples that are neither there nor in the container
 */
export const offerInput = async (
  store: BlobStore,
  { name: model, inputs }: ModelInputs,
): Promise<readonly string[]> => {
  const lacking: string[] = [];
  for (const { dataset, source } of inputs) {
    if (source !== undefined) continue;
    const name = blobNames.input(model, dataset);
    const file = `data/${model}/${dataset}`;
    if (!existsSync(file)) {
      if (!(await has(store, name))) lacking.push(file);
      continue;
    }
    try {
      await store.create(name, { file });
      say(`Input      ${file} uploaded as ${name}`);
    } catch (error) {
      if (!(error instanceof BlobExists)) throw error;
      say(`Input      ${name} is there already`);
    }
  }
  return lacking;
};

const has = async (store: BlobStore, name: string): Promise<boolean> => {
  for await (const found of store.list(name)) if (found.name === name) return true;
  return false;
};
