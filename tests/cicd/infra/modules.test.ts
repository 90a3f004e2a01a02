import { readdirSync } from "node:fs";
import { posix } from "node:path";

import { describe, expect, test } from "@jest/globals";

import { readText, ROOT } from "../../repository/files.js";
import {
  bodyOf,
  declared,
  fieldsOf,
  mistakesIn,
  parseBicep,
  readBicep,
  typeOf,
  valueOf,
  type BicepFile,
} from "./bicep.js";
import { referencesIn, unknownIn, unusedIn } from "./references.js";

const FOLDER = "cicd/infra";
const filesOf = (folder: string, ending: string): string[] =>
  readdirSync(ROOT + folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`);

const main = readBicep(`${FOLDER}/main.bicep`);
const modules = filesOf(`${FOLDER}/modules`, ".bicep").map(readBicep);
const files = [main, ...modules];

const names = (file: BicepFile, kind: "parameter" | "output"): string[] =>
  declared(file, kind).map(({ name }) => name);
const required = (file: BicepFile): string[] =>
  declared(file, "parameter")
    .filter((parameter) => valueOf(parameter) === undefined)
    .map(({ name }) => name);
const lacking = (wanted: readonly string[], there: readonly string[]): string[] =>
  wanted.filter((name) => !there.includes(name));

describe.each(files)("$path", (file) => {
  test("follows the grammar of Bicep", () => {
    expect(mistakesIn(file)).toEqual([]);
  });

  test("declares everything once, and uses what it declares", () => {
    const all = file.declarations.map(({ kind, name }) =>
      kind === "output" ? `output ${name}` : name,
    );
    expect(all).toHaveLength(new Set(all).size);
    expect(unusedIn(file)).toEqual([]);
  });

  test("names nothing that is not declared", () => {
    expect(unknownIn(file)).toEqual([]);
  });

  test("names a version of the api with every type of resource", () => {
    const types = declared(file, "resource").map(typeOf);
    const wrong = types.filter(
      (type) => !/^[\w.]+(?:\/\w+)+@\d{4}-\d\d-\d\d(?:-preview)?$/.test(type),
    );
    expect(wrong).toEqual([]);
  });
});

test("each type of resource has one version in all files", () => {
  const types = new Set(files.flatMap((file) => declared(file, "resource").map(typeOf)));
  const bare = [...types].map((type) => type.split("@")[0]);
  expect(bare).toHaveLength(new Set(bare).size);
});

describe("main.bicep", () => {
  const calls = declared(main, "module").map((call) => ({
    name: call.name,
    path: posix.join(FOLDER, typeOf(call)),
    params: [...fieldsOf(fieldsOf(bodyOf(call)).get("params")!).keys()],
  }));
  const fileOf = (path: string): BicepFile => modules.find((file) => file.path === path)!;

  test("calls every module, and none that is not there", () => {
    expect(calls.map(({ path }) => path).toSorted()).toEqual(
      modules.map(({ path }) => path).toSorted(),
    );
  });

  test.each(calls)("gives $name the parameters that it declares", ({ path, params }) => {
    expect(lacking(params, names(fileOf(path), "parameter"))).toEqual([]);
    expect(lacking(required(fileOf(path)), params)).toEqual([]);
  });

  test.each(calls)("uses the outputs of $name, and those alone", ({ name, path }) => {
    const used = new Set(referencesIn(main, `${name}.outputs`));
    const outputs = names(fileOf(path), "output");
    expect([...used].filter((output) => !outputs.includes(output))).toEqual([]);
    expect(outputs.filter((output) => !used.has(output))).toEqual([]);
  });
});

describe.each(filesOf(`${FOLDER}/environments`, ".json"))("%s", (path) => {
  const { parameters } = JSON.parse(readText(path)) as {
    readonly parameters: Readonly<Record<string, { readonly value: unknown }>>;
  };

  test("gives parameters that main.bicep declares, and all without a default", () => {
    expect(lacking(Object.keys(parameters), names(main, "parameter"))).toEqual([]);
    expect(lacking(required(main), Object.keys(parameters))).toEqual([]);
  });

  test("retrains at times that cron understands, and nothing in production", () => {
    const times = Object.values(parameters.schedules!.value as Record<string, string>);
    expect(times.length === 0).toBe(path.endsWith("/production.json"));
    for (const time of times) expect(time).toMatch(/^(?:[\d*][\d,*/-]*(?: |$)){5}$/);
  });

  test("is named like its environment, and holds no secret", () => {
    expect(parameters.environmentName).toEqual({ value: posix.basename(path, ".json") });
    expect(parameters).not.toHaveProperty("apiKeys");
  });
});

describe("planted mistakes are found", () => {
  test("in the grammar", () => {
    const file = parseBicep("param a string\nresource = {\n  name: a\n}\n");
    expect(mistakesIn(file)).not.toEqual([]);
  });

  test("in names", () => {
    const file = parseBicep(`
      param used string
      param unused string
      var loop = [for (item, index) in [used]: '\${item}\${index}\${itme}']
      resource r 'A/b@2020-01-01' = if (!empty(loop)) {
        name: 'x'
        properties: { unused: toLower(r.name) }
      }
    `);
    expect(mistakesIn(file)).toEqual([]);
    expect(unusedIn(file)).toEqual(["unused"]);
    expect(unknownIn(file)).toEqual(["itme"]);
  });
});
