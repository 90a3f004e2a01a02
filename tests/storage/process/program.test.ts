import { mkdir, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { expect, test } from "@jest/globals";
import { programOf } from "@despliega/storage/program";

import { temporaryDirectory } from "../../support/temporary.js";

const HOUR_S = 3_600;

test("a program is its bundle, unless there is none or a part was compiled later", async () => {
  const root = await temporaryDirectory();
  const folder = async (name: string): Promise<string> => {
    await mkdir(join(root, name, "dist/bundle"), { recursive: true });
    return join(root, name, "dist");
  };
  const [own, other] = [await folder("own"), await folder("other")];
  /** Writes a file as if it were so many hours later. */
  const write = async (file: string, hours: number): Promise<void> => {
    await writeFile(file, "");
    const time = Date.now() / 1_000 + hours * HOUR_S;
    await utimes(file, time, time);
  };
  const found = () => {
    const urls = [own, other].map((dist) => pathToFileURL(join(dist, "main.js")).href);
    return programOf(urls[0]!, ...urls.slice(1));
  };
  const [bundle, compiled] = ["bundle/program.js", "program.js"].map(
    (file) => pathToFileURL(join(own, file)).href,
  );
  expect(found()).toBe(compiled);
  await write(join(own, "bundle/program.js"), 2);
  expect(found()).toBe(bundle);
  await write(join(other, "tsconfig.tsbuildinfo"), 1);
  expect(found()).toBe(bundle);
  await write(join(other, "tsconfig.tsbuildinfo"), 3);
  expect(found()).toBe(compiled);
  await rm(join(other, "tsconfig.tsbuildinfo"));
  await write(join(own, "bundle/program.js"), -HOUR_S);
  expect(found()).toBe(compiled);
});
