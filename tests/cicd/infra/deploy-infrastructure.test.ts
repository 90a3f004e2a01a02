import { describe, expect, test } from "@jest/globals";

import type { AzAnswers } from "../support/az-answers.js";
import { recordingAz } from "../support/recording-az.js";
import { runBash, type Ended } from "../support/run-bash.js";

const NOTHING_YET: AzAnswers = {
  "group exists": "false",
  "webapp list": "",
  "containerapp job list": "",
  "keyvault list": "0",
  "keyvault list-deleted": "0",
  "deployment group create": "RESOURCE_GROUP=despliega-staging\nREGISTRY=despliegaexample",
};

const IN_SERVICE: AzAnswers = {
  ...NOTHING_YET,
  "group exists": "true",
  "webapp list": "despliega-staging-example",
  "webapp config show": "DOCKER|example.azurecr.io/despliega-api:abc",
  "containerapp job list": "example.azurecr.io/despliega-trainer:def",
  "keyvault list": "1",
};

const deploy = async (
  answers: AzAnswers,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = { ENVIRONMENT: "staging" },
): Promise<Ended & { readonly calls: readonly string[] }> => {
  const az = await recordingAz(answers);
  const ended = await runBash(["cicd/scripts/deploy-infrastructure.sh", ...args], {
    ...az.env,
    ...env,
  });
  return { ...ended, calls: az.calls() };
};

/** The parameters of the call that begins so. */
const parametersOf = (calls: readonly string[], beginning: string): readonly string[] => {
  const call = calls.find((line) => line.startsWith(`${beginning} `)) ?? "";
  return [...call.matchAll(/--parameters (\S+)/g)].map(([, parameter]) => parameter!);
};

describe("deploy-infrastructure.sh", () => {
  test("makes the group, deploys into it, and prints the variables", async () => {
    const { code, stdout, calls } = await deploy(NOTHING_YET);
    expect(code).toBe(0);
    expect(stdout).toBe("RESOURCE_GROUP=despliega-staging\nREGISTRY=despliegaexample\n");
    expect(calls).toContain(
      "group create --name despliega-staging --location westeurope --output none",
    );
    expect(parametersOf(calls, "deployment group create")).toEqual([
      "@cicd/infra/environments/staging.json",
    ]);
  });

  test("keeps the images that run", async () => {
    const { code, calls } = await deploy(IN_SERVICE);
    expect(code).toBe(0);
    expect(parametersOf(calls, "deployment group create")).toEqual([
      "@cicd/infra/environments/staging.json",
      "apiImage=example.azurecr.io/despliega-api:abc",
      "trainerImage=example.azurecr.io/despliega-trainer:def",
    ]);
    expect(calls.filter((line) => line.startsWith("group create"))).toEqual([]);
  });

  test("gives the trainer's jobs the image that it is told", async () => {
    const TRAINER_IMAGE = "example.azurecr.io/despliega-trainer:new";
    const { calls } = await deploy(IN_SERVICE, [], { ENVIRONMENT: "staging", TRAINER_IMAGE });
    expect(parametersOf(calls, "deployment group create")).toContain(
      `trainerImage=${TRAINER_IMAGE}`,
    );
  });

  test("has a deleted key vault back, whose name stays taken", async () => {
    const { calls } = await deploy({ ...NOTHING_YET, "keyvault list-deleted": "1" });
    expect(parametersOf(calls, "deployment group create")).toContain("recoverKeyVault=true");
  });

  test("hands over new keys, to the group and place that it is told", async () => {
    const { calls } = await deploy(NOTHING_YET, [], {
      ENVIRONMENT: "production",
      RESOURCE_GROUP: "other",
      LOCATION: "spaincentral",
      DESPLIEGA_API_KEYS: "me:0123",
      DESPLIEGA_PSEUDONYM_KEYS: "p1:AAAA",
      DESPLIEGA_IDENTITY_KEYS: "i1:BBBB",
    });
    expect(calls).toContain("group create --name other --location spaincentral --output none");
    expect(parametersOf(calls, "deployment group create")).toEqual([
      "@cicd/infra/environments/production.json",
      "apiKeys=me:0123",
      "pseudonymKeys=p1:AAAA",
      "identityKeys=i1:BBBB",
    ]);
  });

  test("changes nothing when it is asked what would change", async () => {
    const { code, calls } = await deploy(IN_SERVICE, ["--what-if"]);
    expect(code).toBe(0);
    expect(parametersOf(calls, "deployment group what-if")).toHaveLength(3);
    expect(calls.filter((line) => / (?:create|set|update|delete) /.test(line))).toEqual([]);
  });

  test("makes no group only to say that everything would be made", async () => {
    const { code, stdout, calls } = await deploy(NOTHING_YET, ["--what-if"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/everything in cicd\/infra\/ would be made/);
    expect(calls).toEqual(["group exists --name despliega-staging"]);
  });

  test("fails when Azure does", async () => {
    const { code, stdout } = await deploy({
      ...IN_SERVICE,
      "deployment group create": { stderr: "InvalidTemplate", exit: 1 },
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  });

  test("asks nothing of Azure before it knows what to do", async () => {
    const unnamed = await deploy(IN_SERVICE, [], {});
    expect(unnamed.code).not.toBe(0);
    expect(unnamed.stderr).toMatch(/usage: ENVIRONMENT=name/);
    const misspelled = await deploy(IN_SERVICE, ["--whatif"]);
    expect(misspelled.code).toBe(2);
    expect([...unnamed.calls, ...misspelled.calls]).toEqual([]);
  });
});

describe("delete-infrastructure.sh", () => {
  test.each([
    [[], "group delete --name despliega-staging"],
    [["--yes"], "group delete --name despliega-staging --yes"],
  ])("deletes the group, and lets Azure ask first unless told not to: %j", async (args, call) => {
    const az = await recordingAz();
    await runBash(["cicd/scripts/delete-infrastructure.sh", ...args], {
      ...az.env,
      ENVIRONMENT: "staging",
    });
    expect(az.calls()).toEqual([call]);
  });
});
