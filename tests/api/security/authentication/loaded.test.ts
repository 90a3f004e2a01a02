import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "@jest/globals";

import { ROOT } from "../../../repository/files.js";
import { temporaryDirectory } from "../../../support/temporary.js";

interface Coverage {
  readonly result: readonly { readonly url: string }[];
}

/** The urls of what a program loads, by the coverage that Node.js writes. */
const loadedBy = async (program: string): Promise<string[]> => {
  const folder = await temporaryDirectory();
  execFileSync(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: ROOT,
    env: { ...process.env, NODE_V8_COVERAGE: folder },
  });
  return readdirSync(folder).flatMap((file) =>
    (JSON.parse(readFileSync(join(folder, file), "utf8")) as Coverage).result.map(({ url }) => url),
  );
};

test("what verifies tokens is not loaded by an api that verifies none", async () => {
  const urls = await loadedBy('await import("@despliega/api")');
  expect(urls.some((url) => url.includes("/node_modules/express/"))).toBe(true);
  expect(urls.filter((url) => url.includes("/node_modules/jose/"))).toEqual([]);
});
