import {
  blobNames,
  listKeptInputs,
  pruneInputs,
  streamKept,
  type BlobStore,
} from "@despliega/storage";

/** Deletes what is kept of the inputs of a model, so that the next training keeps its input again. */
export const forgetKept = async (store: BlobStore, model: string): Promise<void> => {
  for await (const { name } of store.list(blobNames.keptInputs(model))) await store.delete(name);
};

/** What is wrong with the kept inputs of a model before and after a prune; undefined when nothing is. */
export const keptWholeness = async (
  store: BlobStore,
  model: string,
): Promise<string | undefined> => {
  for (const { kept } of (await listKeptInputs(store, model)).inputs)
    try {
      for await (const _ of streamKept(store, model, kept.sha256));
    } catch (error) {
      return `the kept input ${kept.sha256} is not whole: ${String(error)}`;
    }
  await pruneInputs(store, model, { grace: 0 });
  const { inputs, left } = await listKeptInputs(store, model);
  if (left.length > 0) return `prune leaves ${left.map(({ name }) => name).join()}`;
  return inputs.length < 2 ? undefined : `${inputs.length} inputs are kept instead of one`;
};
