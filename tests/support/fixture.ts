import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

import type { BlobStore } from "@despliega/storage";

/** Where blobs of earlier versions lie. */
export const FIXTURES = fileURLToPath(new URL("../../fixtures/", import.meta.url));

/** Releases of `riesgo` by the last version that wrote manifests of format 1, oldest first; the second is the champion. */
export const FORMAT_1 = ["20260201T102030Z-f9edd81e", "20260202T102030Z-084693d3"] as const;

/** Copies a directory of blobs that an earlier version wrote, and its input, into a store. */
export const copyFixture = async (name: "format-1", store: BlobStore): Promise<void> => {
  const root = join(FIXTURES, name);
  const files = await readdir(root, { recursive: true, withFileTypes: true });
  for (const file of files.filter((entry) => entry.isFile())) {
    const path = join(file.parentPath, file.name);
    const blob = relative(root, path).split(sep).join("/");
    const bytes = await readFile(path);
    if (blob.endsWith(".jsonl")) await store.append(blob, bytes, 0);
    else await store.create(blob, bytes);
  }
};
