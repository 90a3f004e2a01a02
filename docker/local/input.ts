import { blobNames, BlobExists, type BlobStore } from "@despliega/storage";
import type { catalogue } from "@despliega/trainer/models/catalogue.js";

/** A model, as far as its inputs are concerned. */
export type Inputs = Pick<(typeof catalogue)[number], "name" | "inputs">;

/** Uploads the samples of a model, each unless the container has such an input already. */
export const offerInput = async (
  store: BlobStore,
  { name: model, inputs }: Inputs,
): Promise<void> => {
  for (const { dataset } of inputs) {
    const name = blobNames.input(model, dataset);
    const file = `data/${model}/${dataset}`;
    try {
      await store.create(name, { file });
      console.log(`Input      ${file} uploaded as ${name}`);
    } catch (error) {
      if (!(error instanceof BlobExists)) throw error;
      console.log(`Input      ${name} is there already`);
    }
  }
};
