import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterEach, expect, test } from "@jest/globals";

import { readText } from "../repository/files.js";
import { temporaryDirectory } from "../support/temporary.js";
import { SMALL_SQL, SMALL_YAML } from "../trainer/support/model-folder.js";
import { copyOfRepository } from "./copy.js";
import { freePort, startProgram, type Started } from "./start.js";

const page = readText("docs/add-a-model.md");

/** Four hundred days, of which those of low pressure are mostly wet. */
const DAYS = [
  "day,pressure,wet",
  ...Array.from({ length: 400 }, (_, day) => {
    const pressure = 980 + ((day * 37) % 61);
    return `${day},${pressure},${pressure + ((day * 17) % 23) < 1015 ? 1 : 0}`;
  }),
  "",
].join("\n");

const running: Started[] = [];

afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill("SIGTERM");
    await ended;
  }
});

test("what the docs say of adding a model makes one, and broken ones beside it stop no other", async () => {
  const root = await copyOfRepository();
  const settings = {
    DESPLIEGA_DIRECTORY: await temporaryDirectory(),
    PORT: `${await freePort()}`,
  };
  const start = (...args: readonly string[]): Started => {
    const started = startProgram(args, settings, root);
    running.push(started);
    return started;
  };

  // 1. Create a folder in …, with …
  expect(page).toContain("Create a folder in `models/`");
  expect(page).toContain("It needs a `model.yaml`, a `features.sql` and a README");
  const folder = join(root, "models/rain");
  await mkdir(folder, { recursive: true });
  // 2. Describe in `model.yaml` …
  await writeFile(join(folder, "model.yaml"), SMALL_YAML);
  await writeFile(join(folder, "features.sql"), SMALL_SQL);
  await writeFile(join(folder, "README.md"), "# rain: will it rain?\n");
  const broken = join(root, "models/snow");
  await mkdir(broken);
  await writeFile(join(broken, "model.yaml"), SMALL_YAML.replace("ridge: 1", "ridge: much"));
  await writeFile(join(broken, "features.sql"), SMALL_SQL);
  const unusable = join(root, "models/hail");
  await mkdir(unusable);
  await writeFile(join(unusable, "model.yaml"), SMALL_YAML);
  await writeFile(join(unusable, "features.sql"), SMALL_SQL.replace("FROM", "FORM"));

  const without = start("docker/bin/despliega.js", "start");
  await without.line("Ctrl-C stops everything.");
  expect(without.lines.filter((line) => line.startsWith("Left out"))).toEqual([
    'Left out   snow, as models/snow/model.yaml:18:23: estimators[0].ridge must be a number, not the text "much"',
    'Left out   hail, as models/hail/features.sql:3:6: syntax error at or near "days"',
    "Left out   rain, as data/rain/days.csv is not there, so there is nothing to learn from: " +
      "put a file there, or run `despliega train rain --input FILE`",
    "Left out   peliculas, vih: examples, whose samples are not in data/",
  ]);
  const requests = without.lines.filter((line) => line.startsWith("  curl http"));
  const [features] = requests.map((line) => line.slice("  curl ".length));
  expect((await fetch(features!)).status).toBe(200);
  without.child.kill("SIGTERM");
  expect(await without.ended).toEqual({ code: 0, stderr: "" });

  // 3. Run `despliega train <model> --input <file>`, or put the file at …
  expect(page).toContain("save the file as `data/<model>/<dataset>` and run `npm start`");
  await mkdir(join(root, "data/rain"));
  await writeFile(join(root, "data/rain/days.csv"), DAYS);
  const withSample = start("docker/bin/despliega.js", "start");
  await withSample.line("Ctrl-C stops everything.");
  expect(withSample.lines).toContain("Training   rain");
  const command = withSample.lines.find((line) => line.includes(`-d '{"pressure"`))!;
  const answer = await fetch(/curl (\S+)/.exec(command)![1]!, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: / -d '(.*)'$/.exec(command)![1]!,
  });
  expect(await answer.json()).toEqual({ rain: expect.anything() });

  expect(page).toContain("Run `despliega train <model> --input <file>`");
  const trained = start("trainer/dist/main.js", "train", "rain", "--input", "data/rain/days.csv");
  expect(await trained.ended).toEqual({ code: 0, stderr: "" });
}, 180_000);
