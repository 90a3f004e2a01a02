import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { beforeAll, expect, jest, test } from "@jest/globals";
import { listVersions, readChampion, type BlobStore } from "@despliega/storage";

import { ROOT } from "../repository/files.js";
import { azuriteConnectionString, azuriteStoreOf, newContainer } from "../support/azurite.js";
import { needing } from "../support/needing.js";
import { temporaryDirectory } from "../support/temporary.js";
import { keysSetting } from "../trainer/support/keys.js";
import { commandsIn, dvcRepository } from "./dvc-repository.js";
import { PYTHON, SETTING } from "./python.js";

// Each command starts Python, and each stage Node.js.
jest.setTimeout(600_000);

const dvcThere = needing(SETTING.dvc, PYTHON.dvc !== undefined);

dvcThere.describe("DVC runs the stages", () => {
  const container = newContainer();
  let directory: string;
  let store: BlobStore;
  let dvc: ReturnType<typeof commandsIn>["dvc"];
  let dvcJson: ReturnType<typeof commandsIn>["dvcJson"];
  let git: ReturnType<typeof commandsIn>["git"];
  let ran: readonly string[];
  const file = (path: string): string => join(directory, path);
  const lock = (): Promise<string> => readFile(file("dvc.lock"), "utf8");

  beforeAll(async () => {
    directory = await temporaryDirectory();
    store = await azuriteStoreOf({ container });
    await dvcRepository(directory);
    ({ dvc, dvcJson, git, ran } = commandsIn(directory, {
      AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
      DESPLIEGA_CONTAINER_NAME: container,
    }));
    await git("init", "--quiet");
    await dvc(["init", "--quiet"]);
    await dvc(["repro", "publish@riesgo"]);
    await git("add", "--all");
    await git("commit", "--quiet", "--message", "first");
  });

  test("publishes a champion, and a second repro does nothing", async () => {
    const before = await lock();
    const { champion } = await readChampion(store, "riesgo");
    expect(champion).toMatchObject({ sequence: 1 });
    expect(await dvc(["repro", "publish@riesgo"])).toContain("up to date");
    expect(await listVersions(store, "riesgo")).toEqual([champion?.version]);
    expect(await lock()).toBe(before);
  });

  test("leaves the same lock when all stages run again", async () => {
    const before = await lock();
    const text = await dvc(["repro", "--force", "publish@riesgo"]);
    expect(text).toContain("Running stage 'prepare@riesgo'");
    expect(await lock()).toBe(before);
    expect(await listVersions(store, "riesgo")).toHaveLength(2);
  });

  test("shows the graph of the stages of every model", async () => {
    const dag = await dvc(["dag", "--dot"]);
    for (const model of ["peliculas", "riesgo"])
      expect(dag).toContain(`"prepare@${model}" -> "train@${model}"`);
    expect(dag).toContain('"prepare-people@vih" -> "train-people@vih"');
  });

  test("runs after a changed option what depends on it, and a candidate that is held back is no failure", async () => {
    const model = file("trainer/models/riesgo/model.yaml");
    const text = await readFile(model, "utf8");
    await writeFile(
      model,
      text.replace("ridge: 1", "ridge: 5000").replace("floor: 0.6", "floor: 0.99"),
    );
    const told = await dvc(["repro", "publish@riesgo"]);
    expect(told).toContain("Stage 'prepare@riesgo' didn't change, skipping");
    expect(told).toContain("Running stage 'train@riesgo'");
    expect(told).toContain("not promoted: it fails roc_auc at least 0.99");
    const changed = (await dvcJson(["metrics", "diff"])) as Record<string, object>;
    expect(changed["stages/riesgo/trained/metrics.json"]).toMatchObject({
      log_loss: { old: expect.any(Number), new: expect.any(Number), diff: expect.any(Number) },
    });
    const plots = (await dvcJson(["plots", "show"])) as {
      readonly data: Record<string, unknown[]>;
    };
    for (const plot of ["riesgo ROC", "riesgo calibration", "riesgo precision and recall"])
      expect(plots.data[plot]).toHaveLength(1);
    await git("checkout", "--quiet", ".");
    await dvc(["checkout", "--quiet", "train@riesgo"]);
  });

  test.each(["directory", "Azure Blob Storage"])(
    "shares what it made by a remote in %s",
    async (place) => {
      const parts = file("stages/riesgo/trained/parts");
      const before = await readFile(join(parts, "report.html"));
      const name = place === "directory" ? "shared" : "blob";
      if (name === "shared") await dvc(["remote", "add", name, await temporaryDirectory()]);
      else {
        const of = newContainer();
        await (await azuriteStoreOf({ container: of })).ensureContainer();
        await dvc(["remote", "add", name, `azure://${of}/dvc`]);
        await dvc([
          "remote",
          "modify",
          "--local",
          name,
          "connection_string",
          azuriteConnectionString(),
        ]);
      }
      await dvc(["push", "--remote", name, "train@riesgo", "prepare@riesgo"]);
      await rm(file(".dvc/cache"), { recursive: true });
      await rm(file("stages"), { recursive: true });
      await dvc(["pull", "--remote", name, "train@riesgo", "prepare@riesgo"]);
      expect(await readFile(join(parts, "report.html"))).toEqual(before);
      expect(await dvc(["repro", "publish@riesgo"])).toContain("up to date");
    },
  );

  test("leaves a model about people out without its keys, and keeps no file of it with them", async () => {
    const told = await dvc(["repro", "publish-people@vih"]);
    expect(told).toContain("vih is left out, as it is about people");
    expect(await listVersions(store, "vih")).toEqual([]);
    const cached = () => readdir(file(".dvc/cache"), { recursive: true });
    const before = await cached();
    await dvc(["repro", "prepare-people@vih"], {
      DESPLIEGA_PSEUDONYM_KEYS: keysSetting("pseudonyms", "k1"),
      DESPLIEGA_IDENTITY_KEYS: keysSetting("identities", "k1"),
    });
    expect(await readdir(file("stages/vih/prepared"))).toContain("labelled.parquet");
    expect(await cached()).toEqual(before);
  });

  test("ran each command that the docs show", async () => {
    const docs = await readFile(`${ROOT}docs/dvc.md`, "utf8");
    const shown = Array.from(
      docs.matchAll(/^dvc ((?:remote |metrics |plots )?[a-z]+)/gm),
      ([, of]) => of!,
    );
    expect(new Set(shown).size).toBeGreaterThan(5);
    for (const command of shown)
      expect(ran).toContainEqual(expect.stringMatching(`^${command}\\b`));
  });
});
