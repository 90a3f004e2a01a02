import { link, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { describe, expect, test } from "@jest/globals";
import { readDecisionKeys, readDecisionPrivateKeys, readStorageSettings } from "@despliega/storage";
import { withLocalKeys } from "despliega/start/keys.js";
import { makeKeys, peopleKeys } from "despliega/start/make-keys.js";

import { temporaryDirectory } from "../support/temporary.js";
import { testKey } from "../support/test-key.js";

const KEY = testKey(1).toString("base64");
const OTHER = testKey("other").toString("base64");
const OLD = `PSEUDONYM_KEYS=local:${KEY}\nIDENTITY_KEYS=local:${OTHER}\n`;
const PRESENT = `DESPLIEGA_PSEUDONYM_KEYS=local:${KEY}\nDESPLIEGA_IDENTITY_KEYS=local:${OTHER}\n`;

const keysIn = (directory: string) =>
  withLocalKeys({}, { storage: readStorageSettings({}), directory } as Parameters<
    typeof withLocalKeys
  >[1]);

describe("the file of keys", () => {
  test("is made by the first start, and is the same for every other one at the same time", async () => {
    const directory = await temporaryDirectory();
    const all = await Promise.all(Array.from({ length: 8 }, () => keysIn(directory)));
    expect(new Set(all.map((keys) => JSON.stringify(keys))).size).toBe(1);
    expect(all[0]).toEqual({
      DESPLIEGA_PSEUDONYM_KEYS: expect.stringMatching(/^local:[A-Za-z0-9+/]{43}=$/),
      DESPLIEGA_IDENTITY_KEYS: expect.stringMatching(/^local:[A-Za-z0-9+/]{43}=$/),
      DESPLIEGA_PREDICTION_KEY: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
      DESPLIEGA_DECISION_KEYS: expect.stringMatching(/^local:/),
      DESPLIEGA_DECISION_PRIVATE_KEYS: expect.stringMatching(/^local:/),
    });
    expect(readDecisionKeys(all[0]!)).toHaveLength(1);
    expect(readDecisionPrivateKeys(all[0]!)).toHaveLength(1);
    expect(await readdir(directory)).toEqual(["decision-keys.env", "keys.env"]);
  });

  test("is replaced, never written over, when its settings get their present names", async () => {
    const directory = await temporaryDirectory();
    const file = join(directory, "keys.env");
    await writeFile(file, OLD);
    // Another name of the same bytes: a reader has all of them meanwhile, and so has the next start after a kill.
    await link(file, join(directory, "same-bytes"));
    await keysIn(directory);
    expect(await readFile(file, "utf8")).toBe(PRESENT);
    expect(await readFile(join(directory, "same-bytes"), "utf8")).toBe(OLD);
  });

  test("is read though a start was killed while it wrote the next one", async () => {
    const directory = await temporaryDirectory();
    await writeFile(join(directory, "keys.env"), OLD);
    await writeFile(join(directory, "keys.env~"), PRESENT.slice(0, 40));
    expect(await keysIn(directory)).toMatchObject({
      DESPLIEGA_PSEUDONYM_KEYS: `local:${KEY}`,
      DESPLIEGA_IDENTITY_KEYS: `local:${OTHER}`,
    });
    expect(await readFile(join(directory, "keys.env"), "utf8")).toBe(PRESENT);
  });
});

describe("the file of keys where the file system refuses hard links", () => {
  const refuse = (code: string) => async () => {
    throw Object.assign(new Error(code), { code });
  };
  const without = async (code: string) => {
    const file = join(await temporaryDirectory(), "keys.env");
    return { file, make: async () => makeKeys(file, peopleKeys, refuse(code)) };
  };

  test.each(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EISDIR"])(
    "is made all the same, once for every start (%s)",
    async (code) => {
      const { file, make } = await without(code);
      const starts = Array.from({ length: 8 }, async () => {
        await make();
        return readFile(file, "utf8");
      });
      const [first, ...others] = await Promise.all(starts);
      expect(first).toMatch(
        /^DESPLIEGA_PSEUDONYM_KEYS=local:.{43}=\nDESPLIEGA_IDENTITY_KEYS=local:.{43}=\n$/,
      );
      expect(new Set(others)).toEqual(new Set([first]));
      expect((await readdir(dirname(file))).toSorted()).toEqual(["keys.env", "keys.env.made"]);
      expect((await stat(file)).mode & 0o077).toBe(0);
    },
  );

  test("has the keys of a start that was killed before it put them there", async () => {
    const { file, make } = await without("EPERM");
    await mkdir(`${file}.made`);
    await writeFile(join(`${file}.made`, "keys.env"), PRESENT);
    await make();
    expect(await readFile(file, "utf8")).toBe(PRESENT);
  });

  test("stays as it is where it is there already", async () => {
    const { file, make } = await without("EPERM");
    await writeFile(file, PRESENT);
    await make();
    expect(await readFile(file, "utf8")).toBe(PRESENT);
    expect(await readdir(dirname(file))).toEqual(["keys.env"]);
  });

  test("is not made where a link fails for another reason", async () => {
    const { file, make } = await without("ENOSPC");
    await expect(make()).rejects.toMatchObject({ code: "ENOSPC" });
    expect(await readdir(dirname(file))).toEqual([]);
  });
});
