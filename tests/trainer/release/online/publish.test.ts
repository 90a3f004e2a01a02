import { describe, expect, test } from "@jest/globals";
import { logisticJson, readChampion, type ManifestFeature } from "@despliega/storage";

import { apiOn } from "../../../api/support.js";
import { azuriteConnectionString, azuriteStore, newContainer } from "../../../support/azurite.js";
import {
  BY_CODE,
  BY_ROUTE,
  promoteTiny,
  publishTiny,
  versionOf,
  type TinyRelease,
} from "../../../support/release.js";
import { ENTITIES, VALUES } from "../../../support/values-release.js";
import { runCommand } from "../../support/command-line.js";
import { readCurrent, readRow, tableOf } from "./read.js";

const published = (tiny: TinyRelease, digit = 1): TinyRelease => ({
  ...tiny,
  model: "riesgo",
  version: versionOf(digit),
  description: { ...tiny.description, publish: { to: "table" } },
});

const newAccount = async () => {
  const container = newContainer();
  const settings = {
    AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
    DESPLIEGA_CONTAINER_NAME: container,
  };
  const store = await azuriteStore({ container });
  const promoted = (digit: number) => runCommand(settings, "promote", "riesgo", versionOf(digit));
  return { container, settings, store, promoted, current: () => readCurrent(container, "riesgo") };
};

describe("features in tables", () => {
  test.each([
    ["every type, with missing values", VALUES, Object.keys(ENTITIES).map((id) => [Number(id)])],
    ["text keys", BY_CODE, [["MAD"], ["A/B 50%+?"], ["Logroño·ñ"]]],
    [
      "keys of two columns",
      BY_ROUTE,
      [
        ["MAD", 7],
        ["MAD", 70],
        ["007", 7],
      ],
    ],
  ] as const)("are what the api answers: %s", async (_name, tiny, keys) => {
    const { store, promoted, current } = await newAccount();
    const { serving } = await publishTiny(store, published(tiny));
    if (serving.by !== "key") throw new Error("It is asked by row");
    expect((await promoted(1)).code).toBe(0);
    const { features } = await current();
    const { request, releases } = apiOn(store);
    await releases.refresh("riesgo");
    for (const key of keys) {
      const path = key.reduce<string>(
        (url, value) => url.replace(/:\w+/, encodeURIComponent(value)),
        serving.paths.features,
      );
      const { body } = await request.get(path).expect(200);
      const known = Object.entries(body as object).filter(([, value]) => value !== null);
      const names = serving.keys.map(({ name }, i) => [name, key[i]]);
      expect(await readRow(features, ...key)).toEqual(Object.fromEntries([...names, ...known]));
    }
  });

  test("keep numbers exact, and names that no property may have", async () => {
    const { store, promoted, current } = await newAccount();
    const names = ["año", "Timestamp", "n", "i"];
    const features = names.map((name): ManifestFeature => {
      const type = name === "i" ? "integer" : "number";
      return { name, type, description: name, missing: "refused", mean: 0 };
    });
    const rows = {
      1: [3, 0.1 + 0.2, 5e-324, 2 ** 31],
      2: [-0.5, 1e300, 1e21, 1 - 2 ** 53],
      3: [0, -3, 1 / 3, -(2 ** 31)],
    };
    const other = { estimator: "logistic", json: logisticJson([0, 0, 0, 0, 0]) } as const;
    const tiny = { users: Object.entries(rows), other, description: { features } };
    await publishTiny(store, published(tiny));
    await promoted(1);
    const { features: table } = await current();
    for (const [id, values] of Object.entries(rows)) {
      const [a_f1_o, Timestamp_, n, i] = values;
      expect(await readRow(table, id)).toEqual({
        id: Number(id),
        a_f1_o,
        Timestamp_,
        n,
        i,
      });
    }
  });

  test("follow a promotion and a rollback, and go with their version", async () => {
    const { settings, store, promoted, current } = await newAccount();
    for (const digit of [1, 2, 3]) await publishTiny(store, published({}, digit));
    const tables: string[] = [];
    for (const digit of [1, 2, 3]) {
      await promoted(digit);
      const { version, features } = await current();
      expect(version).toBe(versionOf(digit));
      tables.push(String(features));
    }
    await runCommand(settings, "rollback", "riesgo");
    expect(await current()).toMatchObject({ version: versionOf(2), features: tables[1] });

    const rules = ["--keep", "0", "--grace", "0s"];
    const planned = await runCommand(settings, "prune", "riesgo", ...rules, "--dry-run");
    expect(planned.lines.at(-1)).toMatchObject({ tables: 1 });
    const pruned = await runCommand(settings, "prune", "riesgo", ...rules);
    expect(pruned.lines.at(-1)).toMatchObject({
      message: expect.stringMatching(/, and 1 table of their features\.$/),
    });
    expect(await readRow(tables[0], 5008806)).toBeUndefined();
    for (const name of tables.slice(1))
      expect(await readRow(name, 5008806)).toMatchObject({ age: 59 });
  });

  test("are taken away when a release that is not published becomes the champion", async () => {
    const { container, store, promoted, current } = await newAccount();
    await promoteTiny(store, { version: versionOf(1) });
    await publishTiny(store, published({}, 2));
    await publishTiny(store, { version: versionOf(3) });
    await promoted(2);
    const { features } = await current();
    await promoted(3);
    expect(await current()).toEqual({});
    expect(await readRow(features, 5008806)).toBeUndefined();
    await promoted(2);
    expect(
      await readRow(String((await readCurrent(container, "riesgo"))["features"]), 5008806),
    ).toMatchObject({ age: 59 });
  });

  test("belong to one container, also where another has the same version", async () => {
    const [one, other] = [await newAccount(), await newAccount()];
    for (const { store, promoted } of [one, other]) {
      await publishTiny(store, published({}));
      await promoted(1);
    }
    const [a, b] = [await one.current(), await other.current()];
    expect(a["features"]).not.toBe(b["features"]);
    await (await tableOf(String(b["features"]))).drop();
    expect(await readRow(a["features"], 5008806)).toMatchObject({ age: 59 });
  });

  test("cannot follow where the account has no tables, and the move stands", async () => {
    const { settings, store, promoted, current } = await newAccount();
    await publishTiny(store, published({}));
    const nowhere = {
      ...settings,
      DESPLIEGA_RECORDS: "off",
      DESPLIEGA_TABLE_URL: "http://127.0.0.1:1/devstoreaccount1",
    };
    const promoting = runCommand(nowhere, "promote", "riesgo", versionOf(1));
    await expect(promoting).rejects.toMatchObject({
      code: "TABLES_BEHIND",
      message: expect.stringContaining(`despliega promote riesgo ${versionOf(1)}`),
    });
    expect((await readChampion(store, "riesgo")).champion?.version).toBe(versionOf(1));
    await promoted(1);
    expect(await current()).toMatchObject({ version: versionOf(1) });
  });
});
