import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

import {
  DespliegaError,
  readManifest,
  requireChampion,
  type BlobStore,
  type Manifest,
} from "@despliega/storage";
import { readWholeReport } from "@despliega/trainer/report/whole-report.js";

import { exampleKey } from "./example-key.js";
import { requestsTo } from "./example-requests.js";
import type { Served } from "./serve.js";
import { say } from "./say.js";

/**
 * Prints where the console is, which releases are served, requests to try, and where the reports are.
 *
 * @param directory where the reports are copied to, out of the container, to be opened
 */
export const printSummary = async (
  store: BlobStore,
  served: readonly Served[],
  directory: string,
): Promise<void> => {
  const requests: string[] = [];
  for (const api of served) {
    say(`Console    ${api.url}/`);
    say(`Docs       ${api.url}/docs`);
    for (const model of api.models) {
      const { name } = model;
      const { version, manifest: hash } = await requireChampion(store, name);
      const manifest = await readManifest(store, name, version, hash);
      say(`Report     ${await reportOf(store, manifest, directory)}`);
      say(`Serving    ${name} ${version} on ${api.url}`);
      const key = await exampleKey(store, model, manifest);
      requests.push(
        requestsTo(manifest, api, key)
          .map((line) => `  ${line}\n`)
          .join(""),
      );
    }
  }
  say(`\n${requests.join("\n")}\nCtrl-C stops everything.`);
};

/** Where the report was copied to, or why it was not: the api serves a release without it. */
const reportOf = async (
  store: BlobStore,
  manifest: Manifest,
  directory: string,
): Promise<string> => {
  try {
    return resolve(await copyReport(store, manifest, directory));
  } catch (error) {
    if (!(error instanceof DespliegaError)) throw error;
    return `of ${manifest.model} cannot be copied: ${error.message}`;
  }
};

const copyReport = async (
  store: BlobStore,
  manifest: Manifest,
  directory: string,
): Promise<string> => {
  const file = join(directory, "reports", manifest.model, `${manifest.version}.html`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, await readWholeReport(store, manifest));
  return file;
};
