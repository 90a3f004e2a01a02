import { blobNames, keyWriter, readPredictionKey, type KeyForm } from "@despliega/storage";
import { expect, test } from "@jest/globals";

import { azuriteConnectionString, azuriteStore, newContainer } from "../support/azurite.js";
import { collect } from "../support/collect.js";
import { runCommand } from "./support/command-line.js";
import { testKey } from "../support/test-key.js";

const DESPLIEGA_PREDICTION_KEY = testKey(7).toString("base64");
const secret = readPredictionKey({ DESPLIEGA_PREDICTION_KEY });
const settings = {
  AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
  DESPLIEGA_CONTAINER_NAME: newContainer(),
  DESPLIEGA_PREDICTION_CONTAINER_NAME: newContainer(),
  DESPLIEGA_PREDICTION_KEY,
};
const store = await azuriteStore({ container: settings.DESPLIEGA_PREDICTION_CONTAINER_NAME });
const FOLDER = blobNames.predictions("riesgo");

const line = (key: number, form: KeyForm) =>
  `${JSON.stringify({ id: `i${key}`, key: keyWriter("riesgo", form, secret)?.([key]) })}\n`;
const write = (name: string, ...lines: readonly string[]) =>
  store.append(FOLDER + name, Buffer.from(lines.join("")), 0);
const kept = async () => {
  const blobs = await collect(store.list(FOLDER));
  const texts = blobs.map(async ({ name }) => (await store.read(name)).bytes.toString());
  return (await Promise.all(texts)).join("");
};

test("answers about one key go, in each form and with others around them", async () => {
  const [one, other] = [line(11, "hashed"), line(1, "clear")];
  await write("2026-01-30/a-1.jsonl", one, line(1, "hashed"), other);
  await write("2026-01-31/b-1.jsonl", line(1, "none"));
  const { lines } = await runCommand(settings, "forget", "riesgo", "--key", "1");
  expect(lines).toEqual([expect.objectContaining({ model: "riesgo", answers: 2, blobs: 1 })]);
  expect(await kept()).toBe(one + line(1, "none"));
});

test("a process goes on in another blob when one of its own was written again", async () => {
  const name = "2026-02-01/c-1.jsonl";
  await write(name, line(2, "hashed"));
  await runCommand(settings, "forget", "riesgo", "--key", "2");
  const append = store.append(FOLDER + name, Buffer.from(line(3, "hashed")), 100);
  await expect(append).rejects.toThrow(expect.objectContaining({ code: "BLOB_CHANGED" }));
});

test("prune deletes the answers of days that are too old, and no others", async () => {
  const today = new Date().toISOString().slice(0, 10);
  await write(`${today}/d-1.jsonl`, line(4, "hashed"));
  await runCommand({ ...settings, DESPLIEGA_PREDICTION_DAYS: "2" }, "prune", "riesgo");
  expect(await kept()).toBe(line(4, "hashed"));
});

test.each([
  ["a/%", settings, "--key must be a key as in a url"],
  ["1", { ...settings, DESPLIEGA_PREDICTION_KEY: "" }, "DESPLIEGA_PREDICTION_KEY: is needed"],
])("the key %s is refused where nothing could be found by it", async (key, given, problem) => {
  await expect(runCommand(given, "forget", "riesgo", "--key", key)).rejects.toThrow(problem);
});
