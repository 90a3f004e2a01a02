import { describe, expect, test } from "@jest/globals";
import { readChampion } from "@despliega/storage";

import { azuriteConnectionString, azuriteStore, newContainer } from "../support/azurite.js";
import { despliega } from "../trainer/support/command-line.js";
import { DAYS } from "../trainer/support/days.js";
import { modelsDirectoryOf, SMALL_SQL, SMALL_YAML } from "../trainer/support/model-folder.js";

const model = (yaml: string) => ({ "model.yaml": yaml, "features.sql": SMALL_SQL });
const SENSITIVE = SMALL_YAML.replace("privacy: open", "privacy: sensitive")
  .replace(
    "day: { type: integer, unique: true }",
    "day: { type: integer, unique: true }\n      name: { type: text, person: identifier }",
  )
  .replace(
    "serving: { by: row, answer: rain }",
    "serving: { by: row, answer: rain, subject: { name: person, roles: { masked: a.b, whole: a.c } } }",
  );

const trainAll = async (
  folders: Parameters<typeof modelsDirectoryOf>[0],
  inputs: readonly string[],
  chosen = Object.keys(folders),
) => {
  const container = newContainer();
  const store = await azuriteStore({ container });
  for (const name of inputs) await store.create(`input/${name}/days.csv`, Buffer.from(DAYS));
  const settings = {
    AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
    DESPLIEGA_CONTAINER_NAME: container,
    DESPLIEGA_MODELS_DIRECTORY: await modelsDirectoryOf(folders),
    DESPLIEGA_MODELS: chosen.join(),
  };
  const ended = await despliega(settings, "train", "--all");
  const champion = async (name: string) => (await readChampion(store, name)).champion?.version;
  const served = async (name: string) => (await champion(name)) !== undefined;
  return { ended, served, champion, settings, store };
};

describe("despliega train --all", () => {
  test("trains every open model, and leaves a sensitive one out by name", async () => {
    const folders = { hail: model(SMALL_YAML), people: model(SENSITIVE), snow: model(SMALL_YAML) };
    const { ended, served } = await trainAll(folders, ["hail", "people", "snow"]);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(await Promise.all(["hail", "people", "snow"].map(served))).toEqual([true, false, true]);
    expect(ended.lines()).toContainEqual({
      notice:
        "people is left out, as it is about people: run `despliega train people` with its keys",
    });
  });

  test("without a choice takes the examples too, and leaves out in one line those without samples", async () => {
    const { ended, served } = await trainAll({ snow: model(SMALL_YAML) }, ["snow"], []);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(await served("snow")).toBe(true);
    const { notice } = ended.lines().at(-1)!;
    expect(notice).toBe("examples without their samples are left out: peliculas, riesgo");
  });

  test("a model that fails or is broken stops no other, and ends it with 1", async () => {
    const folders = {
      fog: model("question: 1\n"),
      hail: model(SMALL_YAML),
      snow: model(SMALL_YAML),
    };
    const { ended, served } = await trainAll(folders, ["snow"]);
    expect(ended.code).toBe(1);
    expect(await served("snow")).toBe(true);
    const [broken, ...lines] = ended.stderr.trimEnd().split("\n");
    expect(broken).toMatch(/^Left out: fog, as /);
    expect(lines).toEqual([expect.stringMatching(/^hail: INPUT_MISSING: /)]);
  });

  test("a model that its promotion checks hold back ends it with 3, after the others", async () => {
    const held = SMALL_YAML.replace(
      "gates: []",
      "gates: [{ metric: roc_auc, floor: 1, tolerance: 0 }]",
    );
    const { ended, served } = await trainAll({ hail: model(held), snow: model(SMALL_YAML) }, [
      "hail",
      "snow",
    ]);
    expect(ended).toMatchObject({ code: 3, stderr: "" });
    expect([await served("hail"), await served("snow")]).toEqual([false, true]);
  });

  test("with --missing trains only the models that have no champion", async () => {
    const folders = { hail: model(SMALL_YAML), snow: model(SMALL_YAML) };
    const { champion, settings, store } = await trainAll(folders, ["snow"]);
    const before = await champion("snow");
    await store.create("input/hail/days.csv", Buffer.from(DAYS));
    const again = await despliega(settings, "train", "--all", "--missing");
    expect(again).toMatchObject({ code: 0, stderr: "" });
    expect(await champion("hail")).toBeDefined();
    expect(await champion("snow")).toBe(before);
    expect(again.lines()).toContainEqual({
      notice: `snow is left out, as ${before} is its champion already`,
    });
  });

  test("--missing without --all is a wrong usage", async () => {
    const ended = await despliega({}, "train", "snow", "--missing");
    expect(ended).toMatchObject({ code: 2, stderr: "error: --missing belongs to --all\n" });
  });
});
