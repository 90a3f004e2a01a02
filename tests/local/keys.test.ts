import { link, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "@jest/globals";
import { readStorageSettings } from "@despliega/storage";
import { withLocalKeys } from "despliega/start/keys.js";

import { temporaryDirectory } from "../support/temporary.js";

const KEY = Buffer.alloc(32, 1).toString("base64");
const OLD = `PSEUDONYM_KEYS=local:${KEY}\nIDENTITY_KEYS=local:${KEY}\n`;
const PRESENT = `DESPLIEGA_PSEUDONYM_KEYS=local:${KEY}\nDESPLIEGA_IDENTITY_KEYS=local:${KEY}\n`;

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
    });
    expect(await readdir(directory)).toEqual(["keys.env"]);
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
    expect(await keysIn(directory)).toEqual({
      DESPLIEGA_PSEUDONYM_KEYS: `local:${KEY}`,
      DESPLIEGA_IDENTITY_KEYS: `local:${KEY}`,
    });
    expect(await readFile(join(directory, "keys.env"), "utf8")).toBe(PRESENT);
  });
});
