import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

import { readManifest, readPart, type BlobStore, type Champion } from "@despliega/storage";

/** A user of the sample, to try the urls with. */
const USER = "5008806";

/** Prints the urls to try and where the report is; the report is copied out of the container to be opened. */
export const describe = async (
  store: BlobStore,
  champion: Champion,
  url: string,
): Promise<void> => {
  const { model, version, manifest: hash } = champion;
  const manifest = await readManifest(store, model, version, hash);
  const report = join(
    process.env["DESPLIEGA_DIRECTORY"] || ".despliega",
    "reports",
    model,
    `${version}.html`,
  );
  await mkdir(dirname(report), { recursive: true });
  await writeFile(report, await readPart(store, manifest, "report.html"));

  const { serving } = manifest;
  const paths = serving.by === "key" ? Object.values(serving.paths) : [];
  console.log(`Report     ${resolve(report)}`);
  console.log(`Serving    ${model} ${version} on ${url}\n`);
  for (const path of paths) console.log(`  curl ${url}${path.replace(":id", USER)}`);
  console.log(`  curl '${url}${paths.at(-1)?.replace(":id", USER) ?? ""}?detalle=true'`);
  console.log("\nCtrl-C stops everything.");
};
