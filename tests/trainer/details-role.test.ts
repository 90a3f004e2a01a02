import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "@jest/globals";
import { memoryBlobStore, readManifest, requireChampion } from "@despliega/storage";
import { loadModel } from "@despliega/trainer/model/load.js";

import { temporaryDirectory } from "../support/temporary.js";
import { modelsDirectoryOf, SMALL_YAML } from "./support/model-folder.js";
import { trainOn } from "./support/runs.js";

const load = async (details: string) => {
  const yaml = SMALL_YAML.replace("answer: rain }", `answer: rain, details: ${details} }`);
  return loadModel(join(await modelsDirectoryOf({ rain: { "model.yaml": yaml } }), "rain"));
};

test("the role that sees details is part of the release", async () => {
  const input = join(await temporaryDirectory(), "days.csv");
  const rows = Array.from(
    { length: 200 },
    (_, day) => `${day},${990 + ((day * 37) % 40)},${day % 2}`,
  );
  await writeFile(input, `day,pressure,wet\n${rows.join("\n")}\n`);
  const store = memoryBlobStore();
  await trainOn(store, { model: await load("{ role: rain.details }"), input });
  const { version } = await requireChampion(store, "rain");
  const { serving, needs } = await readManifest(store, "rain", version);
  expect(serving.details).toEqual({ role: "rain.details" });
  expect(needs).toContain("details");
});

test.each(["{}", "{ role: '' }", "{ roles: [a] }", "rain.details"])(
  "details: %s is refused",
  async (details) => {
    await expect(load(details)).rejects.toMatchObject({ code: "MODEL_INVALID" });
  },
);
