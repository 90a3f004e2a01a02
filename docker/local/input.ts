import { blobNames, BlobExists, type BlobStore } from "@despliega/storage";

/** The samples that a container without input starts with. */
const SAMPLES = [{ model: "riesgo", dataset: "loans.csv", file: "data/riesgo/loans.csv" }];

/** Uploads the sample of every model that has no input yet. */
export const offerInput = async (store: BlobStore): Promise<void> => {
  for (const { model, dataset, file } of SAMPLES) {
    const name = blobNames.input(model, dataset);
    try {
      await store.create(name, { file });
      console.log(`Input      ${file} uploaded as ${name}`);
    } catch (error) {
      if (!(error instanceof BlobExists)) throw error;
      console.log(`Input      ${name} is there already`);
    }
  }
};
