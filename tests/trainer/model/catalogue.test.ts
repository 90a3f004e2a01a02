import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "@jest/globals";
import {
  EXAMPLES_DIRECTORY,
  isExample,
  modelNamed,
  models,
  readCatalogue,
  requireKnown,
} from "@despliega/trainer/model/catalogue.js";

import { temporaryDirectory } from "../../support/temporary.js";
import { modelsDirectoryOf } from "../support/model-folder.js";
import { runCommand } from "../support/command-line.js";

const EXAMPLES = ["peliculas", "riesgo", "vih"];

test("the models that come with the project can all be used", () => {
  expect(readCatalogue().broken).toEqual([]);
  expect(models().map(({ name }) => name)).toEqual(EXAMPLES);
});

describe("a directory of models", () => {
  const two = async () => ({
    modelsDirectory: await modelsDirectoryOf({ rain: {}, snow: { "model.yaml": "question: 1\n" } }),
  });

  test("has a model in each folder, by name, but in hidden ones; files are none", async () => {
    const modelsDirectory = await modelsDirectoryOf({ wind: {}, rain: {} });
    await mkdir(join(modelsDirectory, ".git"));
    await writeFile(join(modelsDirectory, "README.md"), "# Ours");
    const found = models({ modelsDirectory });
    expect(found.map(({ name }) => name)).toEqual(["peliculas", "rain", "riesgo", "vih", "wind"]);
    expect(found.filter(isExample).map(({ name }) => name)).toEqual(EXAMPLES);
  });

  test("keeps its good models when one is broken, and says what is wrong with that one", async () => {
    const { models: good, broken } = readCatalogue(await two());
    expect(good.map(({ name }) => name)).toContain("rain");
    expect(broken).toEqual([
      { name: "snow", error: expect.objectContaining({ code: "MODEL_INVALID" }) },
    ]);
  });

  test("breaks a name that an example has too, and no other", async () => {
    const modelsDirectory = await modelsDirectoryOf({ rain: {}, riesgo: {} });
    const { models: good, broken } = readCatalogue({ modelsDirectory });
    expect(good.map(({ name }) => name)).toEqual(["peliculas", "rain", "vih"]);
    const problem = `${modelsDirectory}/riesgo has the name of an example: call the folder otherwise`;
    expect(broken.map(({ name, error }) => [name, error.message])).toEqual([["riesgo", problem]]);
    expect(() => modelNamed("riesgo", { modelsDirectory })).toThrow(problem);
  });

  test("may be that of the examples itself, and has each once", async () => {
    const link = join(await temporaryDirectory(), "link");
    await symlink(EXAMPLES_DIRECTORY, link);
    for (const modelsDirectory of [EXAMPLES_DIRECTORY, link])
      expect(readCatalogue({ modelsDirectory })).toEqual(readCatalogue());
  });

  test("gives a broken model's name to those who need no more, and its error to those who do", async () => {
    const options = await two();
    expect(requireKnown("snow", options)).toBe("snow");
    expect(() => modelNamed("snow", options)).toThrow(
      /model\.yaml:1:1: question must be text, not 1/,
    );
    expect(modelNamed("rain", options)).toMatchObject({ name: "rain" });
  });

  test.each(["hail", "..", "../rain", ""])("has no model %j", async (name) => {
    const options = await two();
    expect(() => modelNamed(name, options)).toThrow(
      /this trainer knows: peliculas, rain, riesgo, snow, vih$/,
    );
  });

  test("that does not exist is an error of the setting that names it", () => {
    expect(() => models({ modelsDirectory: "/nowhere/at/all" })).toThrow(
      /^DESPLIEGA_MODELS_DIRECTORY: must be a directory/,
    );
  });

  test("gives the chosen models alone, and refuses a choice that it does not have", async () => {
    const options = await two();
    const chosen = readCatalogue({ ...options, models: ["vih", "snow"] });
    expect(chosen.models.map(({ name }) => name)).toEqual(["vih"]);
    expect(chosen.broken.map(({ name }) => name)).toEqual(["snow"]);
    expect(() => models({ ...options, models: ["rain", "hail"] })).toThrow(
      /^DESPLIEGA_MODELS: must name models that the trainer knows: peliculas, rain, riesgo, snow, vih$/,
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
