import { join } from "node:path";
import { mkdir, writeFile } from "node:fs/promises";

import { describe, expect, test } from "@jest/globals";
import {
  modelNamed,
  models,
  readCatalogue,
  requireKnown,
} from "@despliega/trainer/model/catalogue.js";

import { modelsDirectoryOf } from "../support/model-folder.js";
import { runCommand } from "../support/command-line.js";

test("the models that come with the project can all be used", () => {
  expect(readCatalogue().broken).toEqual([]);
  expect(models().map(({ name }) => name)).toEqual(["peliculas", "riesgo", "vih"]);
});

describe("a directory of models", () => {
  const two = () => modelsDirectoryOf({ rain: {}, snow: { "model.yaml": "question: 1\n" } });

  test("has a model in each folder, by name, but in hidden ones; files are none", async () => {
    const directory = await modelsDirectoryOf({ wind: {}, rain: {} });
    await mkdir(join(directory, ".git"));
    await writeFile(join(directory, "model.schema.json"), "{}");
    expect(models(directory).map(({ name }) => name)).toEqual(["rain", "wind"]);
  });

  test("keeps its good models when one is broken, and says what is wrong with that one", async () => {
    const { models: good, broken } = readCatalogue(await two());
    expect(good.map(({ name }) => name)).toEqual(["rain"]);
    expect(broken).toEqual([
      { name: "snow", error: expect.objectContaining({ code: "MODEL_INVALID" }) },
    ]);
  });

  test("gives a broken model's name to those who need no more, and its error to those who do", async () => {
    const directory = await two();
    expect(requireKnown("snow", directory)).toBe("snow");
    expect(() => modelNamed("snow", directory)).toThrow(
      /model\.yaml:1:1: question must be text, not 1/,
    );
    expect(modelNamed("rain", directory)).toMatchObject({ name: "rain" });
  });

  test.each(["hail", "..", "../rain", ""])("has no model %j", async (name) => {
    const directory = await two();
    expect(() => modelNamed(name, directory)).toThrow(/this trainer knows: rain, snow$/);
  });

  test("that does not exist is an error of the setting that names it", () => {
    expect(() => models("/nowhere/at/all")).toThrow(
      /^DESPLIEGA_MODELS_DIRECTORY: must be a directory/,
    );
  });
});

test("a command for one model works beside a broken one, and help says what is broken", async () => {
  const settings = {
    DESPLIEGA_MODELS_DIRECTORY: await modelsDirectoryOf({ rain: {}, snow: { "model.yaml": "{}" } }),
  };
  await expect(runCommand(settings, "tune", "rain")).rejects.toMatchObject({
    code: "SEARCH_UNDECLARED",
  });
  await expect(runCommand(settings, "train", "snow")).rejects.toMatchObject({
    code: "MODEL_INVALID",
  });
});
