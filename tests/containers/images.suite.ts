import { describe, expect, test } from "@jest/globals";

import { closureOf } from "../repository/lockfile.js";
import { COMMIT, filesIn, imageOf, inspect, megabytesBeyondBase } from "./image.js";

/** What the images hold and say. */
export const describeImages = (): void => {
  describe.each([
    ["api", 60],
    ["trainer", 200],
  ] as const)("the image of the %s", (part, megabytes) => {
    test(`adds at most ${megabytes} MB to its base`, async () => {
      expect(await megabytesBeyondBase(part)).toBeLessThanOrEqual(megabytes);
    });

    test("says what it is and which commit it is from, and runs as a user by number who is not root", async () => {
      const { Config } = await inspect(imageOf(part));
      expect(Config.Labels).toMatchObject({
        "org.opencontainers.image.title": `despliega-${part}`,
        "org.opencontainers.image.licenses": "MIT",
        "org.opencontainers.image.revision": COMMIT,
      });
      expect(Config.User).toBe("1000:1000");
    });

    test("holds the packages that the workspace needs, and no others", async () => {
      const installed = (await filesIn(part)).flatMap(
        (file) => /^node_modules\/((?:@[^/]+\/)?[^/@]+)\/package\.json$/.exec(file)?.[1] ?? [],
      );
      expect(installed).toEqual(expect.arrayContaining([`@despliega/${part}`, "zod"]));
      const needed = new Set([...closureOf(part), `@despliega/${part}`]);
      expect(installed.filter((name) => !needed.has(name))).toEqual([]);
    });
  });

  test("the SQL engine and the models are in the trainer's image, and not in the api's", async () => {
    const isTraining = (file: string) => /duckdb|vega|^trainer\//.test(file);
    const [api, trainer] = [await filesIn("api"), await filesIn("trainer")];
    expect(api.filter(isTraining)).toEqual([]);
    expect(trainer.filter(isTraining)).toEqual(
      expect.arrayContaining([
        "node_modules/@duckdb/node-bindings-linux-x64",
        "trainer/models/riesgo/features.sql",
        "trainer/models/riesgo/model.yaml",
      ]),
    );
  });
};
