import { createRequire } from "node:module";
import { join } from "node:path";

import { expect, test } from "@jest/globals";
import { EXAMPLES_DIRECTORY, models } from "@despliega/trainer/model/catalogue.js";
import { modelJsonSchema } from "@despliega/trainer/model/json-schema.js";
import { testsJsonSchema } from "@despliega/trainer/check/tests/tests-schema.js";
import { Ajv } from "ajv-8";
import { parse } from "yaml";

import { readText } from "../../repository/files.js";

const require = createRequire(import.meta.url);

test("the schemas for editors are those of the loaders: `npm run schema` writes them", () => {
  expect(require(join(EXAMPLES_DIRECTORY, "model.schema.json"))).toEqual(modelJsonSchema());
  expect(require(join(EXAMPLES_DIRECTORY, "tests.schema.json"))).toEqual(testsJsonSchema());
});

test.each(models().map(({ name }) => name))("the tests of %s fit theirs", (name) => {
  const yaml = readText(`trainer/models/${name}/tests.yaml`);
  expect(yaml.split("\n", 1)).toEqual(["# yaml-language-server: $schema=../tests.schema.json"]);
  const validate = new Ajv({ strict: false, formats: { date: true } }).compile(testsJsonSchema());
  expect(validate(parse(yaml)) || validate.errors).toBe(true);
  expect(validate({ ...(parse(yaml) as object), test: [] })).toBe(false);
});

test.each(models().map(({ name, yaml }) => [name, yaml]))(
  "%s names the schema in its first line and fits it",
  (_, yaml) => {
    expect(yaml.split("\n", 1)).toEqual(["# yaml-language-server: $schema=../model.schema.json"]);
    const validate = new Ajv({ strict: false, formats: { date: true } }).compile(modelJsonSchema());
    expect(validate(parse(yaml)) || validate.errors).toBe(true);
    expect(validate({ ...(parse(yaml) as object), gate: [] })).toBe(false);
  },
);

test("the package and the image take the models as they are", () => {
  expect(readText("trainer/package.json")).toContain('"models"');
  expect(readText("docker/trainer.Dockerfile")).toContain("COPY trainer/models trainer/models\n");
});
