import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

import { readManifest, readPart, type BlobStore, type Champion } from "@despliega/storage";

/** A user of the sample, to try the urls with. */
const USER = "5008806";

/**
 * Prints the urls to try and where the report is.
 *
 * @param directory where the report is copied to, out of the container, to be opened
 */
export const describe = async (
  store: BlobStore,
  { model, version, manifest: hash }: Champion,
  url: string,
  directory: string,
): Promise<void> => {
  const manifest = await readManifest(store, model, version, hash);
  const report = join(directory, "reports", model, `${version}.html`);
  await mkdir(dirname(report), { recursive: true });
  await writeFile(report, await readPart(store, manifest, "report.html"));

  const { serving } = manifest;
  const paths = serving.by === "key" ? Object.values(serving.paths) : [];
  const urls = paths.map((path) => url + path.replace(":id", USER));
  console.log(`Report     ${resolve(report)}`);
  console.log(`Serving    ${model} ${version} on ${url}\n`);
  for (const address of urls) console.log(`  curl ${address}`);
  for (const address of urls.slice(-1)) console.log(`  curl '${address}?detalle=true'`);
  console.log("\nCtrl-C stops everything.");
};
