import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "@jest/globals";

import { temporaryDirectory } from "../../support/temporary.js";
import { runCommand } from "../support/command-line.js";
import { tableOf } from "./made.js";

const TABLE = tableOf(60, {
  customer: (row) => row % 20,
  when: () => "soon",
  weight: (row) => row / 7,
  same: () => "x",
  name: (row) => `n${row}`,
  lost: (row) => row % 2,
  later: (row) => `2999-01-1${row % 9}`,
  identity: (row) => `${row}`.padStart(100, "ñ"),
});

const place = async (): Promise<{ file: string; models: string }> => {
  const directory = await temporaryDirectory();
  const file = join(directory, "customers.csv");
  await writeFile(file, TABLE);
  return { file, models: join(directory, "models") };
};

const run = (models: string, ...args: readonly string[]) =>
  runCommand({ DESPLIEGA_MODELS_DIRECTORY: models }, "new", ...args);

test.each([
  [["churn", "--target", "lots"], /--target names lots, .*: did you mean lost\?/],
  [["churn", "--target", "xyzzy"], /choose one of customer, when, weight, same/],
  [["churn", "--target", "same"], /one value only/],
  [["churn", "--target", "lost", "--key", "customer"], /--key .* 20 repeat in .* by --time/],
  [["churn", "--target", "lost", "--time", "when"], /--time names when, which has no days/],
  [["churn", "--target", "lost", "--time", "later"], /are all later than today/],
  [["churn", "--target", "lost", "--key", "lost"], /which another option names too/],
  [["churn", "--target", "lost", "--key", "weight"], /a key is a whole number or a text/],
  [["churn", "--target", "lost", "--key", "identity"], /up to 199 bytes .* a key has at most 128$/],
  [["churn", "--target", "lost", "--sensitive"], /needs a column that identifies a person/],
  [["Churn", "--target", "lost"], /Churn is no name of a model/],
])("%j is refused in one line with its cure, and nothing is written", async (args, message) => {
  const { file, models } = await place();
  await expect(run(models, ...args, "--from", file)).rejects.toMatchObject({
    code: "OPTION_INVALID",
    message: expect.stringMatching(message) as unknown,
  });
  expect(await readdir(models).catch(() => [])).toEqual([]);
});

test.each([
  ["mail", "ana@example.org", "OPTION_INVALID", /looks like a person's e-mail/],
  ["__proto__", "ana", "INPUT_HEADER", /no column can be called __proto__/],
])("a target %s is refused", async (name, value, code, problem) => {
  const { file, models } = await place();
  const rows = Array.from({ length: 60 }, (_, row) => `${row % 7},${value}${"sm"[row % 2]!}\n`);
  await writeFile(file, `size,${name}\n${rows.join("")}`);
  const answer = run(models, "churn", "--target", name, "--from", file);
  await expect(answer).rejects.toMatchObject({
    code,
    message: expect.stringMatching(problem) as unknown,
  });
});

describe("what is there", () => {
  test.each(["a folder", "an empty folder", "a file"])("%s is never overwritten", async (what) => {
    const { file, models } = await place();
    await mkdir(models);
    const folder = join(models, "churn");
    if (what === "a file") await writeFile(folder, "mine");
    else await mkdir(folder);
    if (what === "a folder") await writeFile(join(folder, "model.yaml"), "mine");
    await expect(run(models, "churn", "--target", "lost", "--from", file)).rejects.toMatchObject({
      code: "MODEL_EXISTS",
    });
    expect(await readdir(models)).toEqual(["churn"]);
  });

  test("the name of an example is taken too", async () => {
    const { file, models } = await place();
    await expect(run(models, "riesgo", "--target", "lost", "--from", file)).rejects.toMatchObject({
      code: "MODEL_EXISTS",
    });
  });
});
