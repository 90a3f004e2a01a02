import { readFile, writeFile } from "node:fs/promises";

import { format, resolveConfig } from "prettier";

import { ROOT } from "../../repository/files.js";
import { GENERATED, replaceBetween } from "./pages.js";
import { markdownOf } from "./table.js";

for (const { page, name, table } of GENERATED) {
  const path = ROOT + page;
  const text = replaceBetween(await readFile(path, "utf8"), name, markdownOf(await table()));
  await writeFile(path, await format(text, { ...(await resolveConfig(path)), filepath: path }));
}
