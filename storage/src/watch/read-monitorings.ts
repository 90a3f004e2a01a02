import type { BlobStore } from "../blob/blob-store.js";
import { blobNames } from "../release/blob-names.js";
import { parseJson } from "../release/parse-json.js";
import { Monitoring } from "./monitoring.js";

/** Lists the ids of what was found about a model, in the order of their last days. */
export const listMonitorings = async (store: BlobStore, model: string): Promise<string[]> => {
  const prefix = blobNames.monitorings(model);
  const ids: string[] = [];
  for await (const { name } of store.list(prefix)) {
    const [id, file] = name.slice(prefix.length).split("/");
    if (id !== undefined && file === "monitor.json") ids.push(id);
  }
  return ids.toSorted();
};

/** Reads what was found about a model. @throws `BLOB_MISSING`, `RELEASE_INVALID` when the document is broken */
export const readMonitoring = async (
  store: BlobStore,
  model: string,
  id: string,
): Promise<Monitoring> => {
  const name = blobNames.monitoring(model, id, "monitor.json");
  return parseJson(Monitoring, (await store.read(name)).bytes, name);
};
