import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "@jest/globals";

import { temporaryDirectory } from "../support/temporary.js";
import { freePort, startProgram } from "./start.js";

test.each([
  ["npm start", ["docker/bin/despliega.js", "start"]],
  ["despliega releases", ["trainer/dist/main.js", "releases", "riesgo"]],
])("%s names a damaged store in one line and ends with 1", async (_, args) => {
  const directory = await temporaryDirectory();
  const file = join(directory, "azurite/blobs.json");
  await mkdir(join(directory, "azurite"));
  await writeFile(file, "");
  const port = `${await freePort()}`;
  const { lines, ended } = startProgram(args, { DESPLIEGA_DIRECTORY: directory, PORT: port });
  expect(await ended).toEqual({
    code: 1,
    stderr:
      `STORE_DAMAGED: ${file} is empty, so the local store is left as it is: ` +
      "put a copy back, or move its directory away to start over\n",
  });
  expect(lines).toEqual([]);
});
