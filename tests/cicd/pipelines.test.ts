import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

import { describe, expect, test } from "@jest/globals";
import { STORAGE_SETTINGS } from "@despliega/storage";
import { TRAINER_SETTINGS } from "@despliega/trainer/pipeline/settings.js";
import { parse } from "yaml";

import { readText, ROOT } from "../repository/files.js";
import { schemaOf, withSchemas } from "../support/schemas.js";
import { objectsIn, yamlFiles } from "./support/yaml-files.js";

const files = yamlFiles("cicd");
const main = files.find(({ path }) => path === "cicd/azure-pipelines.yml")!;

// To Azure Pipelines every scalar is a word, and its schema is of two minds about it.
const pipelineSchema = () => schemaOf("azure-pipelines.json", { coerceTypes: true });

const templatesOf = (path: string, value: unknown): readonly string[] =>
  objectsIn(value).flatMap(({ template }) =>
    typeof template === "string" ? [normalize(join(dirname(path), template))] : [],
  );

describe.each(files)("$path", ({ path, text, value }) => {
  withSchemas.test("is what Azure Pipelines takes", () => {
    const valid = pipelineSchema();
    const alone = parse(text) as object;
    // The schema knows whole pipelines only, which a list of variables is not.
    const isList = path.startsWith("cicd/variables/");
    valid(isList ? { ...alone, steps: [{ script: "true" }] } : alone);
    // Of each step it also says that it is none of a thousand other tasks.
    const errors = (valid.errors ?? []).filter(({ keyword }) => keyword !== "pattern");
    expect(errors).toEqual([]);
  });

  test("names templates that exist", () => {
    expect(templatesOf(path, value).filter((file) => !existsSync(ROOT + file))).toEqual([]);
  });
});

withSchemas.test("the schema refuses a pipeline with a step that does nothing", () => {
  expect(pipelineSchema()({ steps: [{ scripts: "ls" }] })).toBe(false);
});

test("every template is used", () => {
  const used = new Set(files.flatMap(({ path, value }) => templatesOf(path, value)));
  const templates = files.filter((file) => file !== main);
  expect(templates.map(({ path }) => path).filter((path) => !used.has(path))).toEqual([]);
});

test("there is one stage a file, in the order in which they run", () => {
  const stages = templatesOf(main.path, main.value).map((path) => {
    const { value } = files.find((file) => file.path === path)!;
    return objectsIn(value).flatMap(({ stage }) => (stage === undefined ? [] : [stage]));
  });
  expect(stages).toEqual([
    ["Test"],
    ["Compare"],
    ["Build"],
    ["Staging"],
    ["Production"],
    ["Schedule"],
  ]);
});

const named = (kind: "job" | "stage" | "deployment", name: string) =>
  files.flatMap(({ value }) => objectsIn(value)).find((object) => object[kind] === name)!;

test("a model that cannot be trained or promoted keeps no api from being deployed", () => {
  const staging = named("job", "Deploy");
  expect(staging).toMatchObject({ dependsOn: ["Infrastructure", "Train"] });
  expect(staging["condition"]).not.toMatch(/succeeded\(\)|Train/);
  expect(staging["condition"]).toContain("in(dependencies.Infrastructure.result, 'Succeeded'");

  expect(named("stage", "Production")["condition"]).toMatch(
    /not\(canceled\(\)\), eq\(dependencies\.Staging\.outputs\['Deploy\.tested\.passed'\], 'true'\)/,
  );
  const deployment = objectsIn(named("deployment", "Release")).findLast(
    ({ task }) => task !== undefined,
  );
  expect(deployment).toMatchObject({
    condition: "and(not(canceled()), eq(variables['deployed'], 'true'))",
    inputs: { scriptPath: "cicd/scripts/deploy-api.sh" },
  });
});

test("models are trained in staging alone, and go to production as they were tested there", () => {
  const jobs = files.flatMap(({ path, value }) =>
    objectsIn(value)
      .filter((object) => "job" in object || "deployment" in object)
      .map((job) => ({ name: String(job["job"] ?? job["deployment"]), job, path })),
  );
  const using = (template: string) =>
    jobs
      .filter(({ job }) =>
        objectsIn(job).some((step) => step["template"] === `../steps/${template}`),
      )
      .map(({ name }) => name);
  expect(using("train.yml")).toEqual(["Retrain", "Train"]);
  expect(using("test-champions.yml")).toEqual(["Retrain", "Deploy"]);
  expect(using("promote.yml")).toEqual(["Release", "Promote"]);
  for (const name of using("promote.yml"))
    expect(JSON.stringify(named("deployment", name)["variables"])).toMatch(
      /production\.yml.*"releases".*outputs\['tested\.releases'\]/,
    );
});

test("a scheduled run trains and does nothing else", () => {
  const stages = files.flatMap(({ value }) =>
    objectsIn(value).filter((object) => "stage" in object),
  );
  for (const { stage, condition } of stages)
    expect(condition).toContain(
      `${stage === "Schedule" ? "eq" : "ne"}(variables['Build.Reason'], 'Schedule')`,
    );
});

test("every job has a deadline", () => {
  const jobs = files.flatMap(({ value }) =>
    objectsIn(value).filter((object) => "job" in object || "deployment" in object),
  );
  expect(jobs.length).toBeGreaterThan(5);
  expect(jobs.filter(({ timeoutInMinutes }) => typeof timeoutInMinutes !== "number")).toEqual([]);
});

describe("a pull request", () => {
  const stagesOf = (condition: RegExp) =>
    files
      .flatMap(({ value }) => objectsIn(value))
      .filter((object) => "stage" in object && condition.test(String(object["condition"])));
  const jobsIn = (stage: object) =>
    objectsIn(stage).filter((object) => "job" in object || "deployment" in object);
  const templates = (job: object) =>
    objectsIn(job).flatMap(({ template }) => (typeof template === "string" ? [template] : []));

  test("reaches none of the stages that write", () => {
    const open = stagesOf(
      /^(?!.*refs\/heads\/main)(?!eq\(variables\['Build.Reason'\], 'Schedule'\)$)/,
    );
    expect(open.map(({ stage }) => stage)).toEqual(["Compare", "Test"]);
    const reached = open.flatMap(jobsIn).flatMap(templates);
    expect(reached.filter((template) => template.startsWith("../variables/"))).toEqual(
      reached.filter((template) => template === "../variables/what-if.yml"),
    );
  });

  test("runs nothing of its own where there is a token or a service connection", () => {
    const compare = named("stage", "Compare");
    for (const job of jobsIn(compare).slice(1))
      expect(templates(job)).toEqual(["../variables/what-if.yml", "../steps/compare.yml"]);
    expect(JSON.stringify(named("job", "Compile"))).not.toMatch(/Azure|serviceConnection|System\./);
    const holders = files
      .flatMap(({ value }) => objectsIn(value))
      .filter((job) => "job" in job && JSON.stringify(job).includes("System.AccessToken"));
    expect(holders.map(({ job }) => job)).toEqual(["Comment"]);
    for (const steps of [holders[0], files.find(({ path }) => path.endsWith("/steps/compare.yml"))])
      expect(JSON.stringify(steps)).toMatch(
        /"steps":\[\{"template":"(?:\.\.\/steps\/)?base\.yml"\}/,
      );
    expect(templates(holders[0]!)).toEqual(["../steps/base.yml"]);
  });
});

test("the tests run on both versions of Node.js", () => {
  expect(named("job", "Test")).toMatchObject({
    strategy: { matrix: { Node20: { node: "20" }, Node24: { node: "24" } } },
  });
  expect(readText("cicd/steps/prepare.yml")).toContain(
    `    default: "${readText(".nvmrc").trim()}"\n`,
  );
});

test("no checkout leaves a token behind for scripts", () => {
  const checkouts = files
    .flatMap(({ value }) => objectsIn(value))
    .filter((step) => "checkout" in step);
  expect(checkouts.filter((step) => step["persistCredentials"] === true)).toEqual([]);
});

test("Azure is reached by the service connection alone", () => {
  const tasks = files
    .flatMap(({ value }) => objectsIn(value))
    .filter(({ task }) => String(task).startsWith("Azure"));
  expect(tasks.length).toBeGreaterThan(3);
  for (const { inputs } of tasks)
    expect(inputs).toMatchObject({ azureSubscription: "$(serviceConnection)" });
});

test("every variable that a stage reads is set in cicd/variables/, and each of those is read", () => {
  const variables = files.filter(({ path }) => path.startsWith("cicd/variables/"));
  const names = new Set(
    variables.flatMap(({ value }) => Object.keys((value as { variables: object }).variables)),
  );
  const others = files.filter((file) => !variables.includes(file));
  const read = others.flatMap(({ text }) =>
    [...text.matchAll(/\$\((\w+)\)/g)].map(([, name]) => name!),
  );
  // The one secret, which only an api with keys needs, cannot be in a file. A job sets its releases itself.
  const set = new Set([...names, "API_KEY", "API_IMAGE", "TRAINER_IMAGE", "releases", "node"]);
  expect(read.filter((name) => !set.has(name))).toEqual([]);
  const scripts = ["build-images", "deploy-api", "deploy-infrastructure", "import-images"]
    .concat("promote-releases", "smoke-test", "start-training")
    .map((name) => readText(`cicd/scripts/${name}.sh`));
  const text = [...scripts, ...others.map((file) => file.text)].join("");
  const settings = { ...STORAGE_SETTINGS, ...TRAINER_SETTINGS };
  expect([...names].filter((name) => !(name in settings) && !text.includes(name))).toEqual([]);
});
