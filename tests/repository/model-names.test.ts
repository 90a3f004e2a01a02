import { readdirSync } from "node:fs";
import { join, sep } from "node:path";

import { describe, expect, test } from "@jest/globals";
import { models } from "@despliega/trainer/model/catalogue.js";

import { readText, ROOT } from "./files.js";

const FOLDERS = ["cicd", "docker", ".github"];

/** Which models a deployment trains is a parameter; a manual may show an example. */
const MAY_NAME = [/^cicd\/infra\/environments\//, /\/README\.md$/];

const files = FOLDERS.flatMap((folder) =>
  readdirSync(ROOT + folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(ROOT.length).replaceAll(sep, "/"))
    .filter((path) => !path.startsWith("docker/dist/"))
    .filter((path) => !MAY_NAME.some((exempt) => exempt.test(path))),
);

const namesIn = (text: string): readonly string[] =>
  models().flatMap(({ name }) => (text.toLowerCase().includes(name) ? [name] : []));

describe("scripts, pipelines, compose and images", () => {
  test("are looked at", () => {
    expect(files.length).toBeGreaterThan(40);
  });

  test("name no model: they ask `despliega models`", () => {
    const named = files.flatMap((path) =>
      namesIn(readText(path)).map((name) => `${path}: ${name}`),
    );
    expect(named).toEqual([]);
  });

  test("would be caught naming one", () => {
    expect(namesIn('CMD ["train", "riesgo"]')).toEqual(["riesgo"]);
  });
});
