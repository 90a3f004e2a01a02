import {
  memoryBlobStore,
  publishRelease,
  readPart,
  type BlobStore,
  type Manifest,
  type NewPart,
} from "@despliega/storage";

import { publishTiny, SERVING, versionOf } from "./release.js";

/** Publishes the tiny release with another table, of any size, in one or several formats. */
export const publishWithTable = async (
  store: BlobStore,
  table: readonly NewPart[],
  {
    version = versionOf(2),
    serving = SERVING,
  }: Partial<Pick<Manifest, "version" | "serving">> = {},
): Promise<Manifest> => {
  const tiny = memoryBlobStore();
  const manifest = await publishTiny(tiny);
  const { format: _format, formatVersion: _version, parts: _parts, ...description } = manifest;
  return publishRelease(store, { ...description, version, serving }, [
    ...table,
    { name: "model.json", source: await readPart(tiny, manifest, "model.json") },
    { name: "golden.json", source: await readPart(tiny, manifest, "golden.json") },
  ]);
};
