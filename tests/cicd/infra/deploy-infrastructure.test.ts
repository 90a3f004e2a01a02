import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "@jest/globals";

import { ROOT } from "../../repository/files.js";
import { temporaryDirectory } from "../../support/temporary.js";
import type { AzAnswers } from "../support/az-answers.js";
import { recordingAz } from "../support/recording-az.js";
import { runBash, type Ended } from "../support/run-bash.js";
import { KEEP_SECRETS, SECRETS_FILE } from "../support/secrets-file.js";

const NOTHING_YET: AzAnswers = {
  "group exists": "false",
  "webapp list": "",
  "containerapp job list": "",
  "keyvault list": "0",
  "keyvault list-deleted": "0",
  "deployment group create": {
    run: KEEP_SECRETS,
    stdout: "RESOURCE_GROUP=despliega-staging\nREGISTRY=despliegaexample",
  },
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
): Promise<Ended & { readonly calls: readonly string[]; readonly home: string }> => {
  const az = await recordingAz(answers);
  const ended = await runBash(["cicd/scripts/deploy-infrastructure.sh", ...args], {
    ...az.env,
    ...env,
  });
  return { ...ended, calls: az.calls(), home: az.env["HOME"]! };
};

/** Secrets as `az` finds them beside the parameters of an environment. */
const SECRETS = {
  DESPLIEGA_API_KEYS: "me:0123",
  DESPLIEGA_PSEUDONYM_KEYS: "p1:AAAA",
  DESPLIEGA_IDENTITY_KEYS: "i1:BBBB",
  DESPLIEGA_WEBHOOK_SECRET: `whsec_'"$(id)`,
  DESPLIEGA_PREDICTION_KEY: "CCCC",
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

  test.each([
    ["a new group", NOTHING_YET],
    ["a group in service", IN_SERVICE],
  ])(
    "hands secrets to %s in a file for the owner alone, which is gone afterwards",
    async (_, answers) => {
      const { calls, home } = await deploy(answers, [], { ENVIRONMENT: "staging", ...SECRETS });
      const parameters = parametersOf(calls, "deployment group create");
      expect(parameters.at(-1)).toMatch(SECRETS_FILE);
      const read = (name: string) => readFileSync(join(home, name), "utf8").trimEnd();
      expect(JSON.parse(read("secrets.json"))).toMatchObject({
        contentVersion: "1.0.0.0",
        parameters: {
          apiKeys: { value: "me:0123" },
          pseudonymKeys: { value: "p1:AAAA" },
          identityKeys: { value: "i1:BBBB" },
          webhookSecret: { value: `whsec_'"$(id)` },
          predictionKey: { value: "CCCC" },
        },
      });
      expect(read("rights")).toBe("-rw-------\ndrwx------");
      expect(existsSync(read("path"))).toBe(false);
    },
  );

  test("leaves no file of secrets behind when Azure fails, or when it is ended", async () => {
    const create = { run: KEEP_SECRETS, stderr: "InvalidTemplate", exit: 1 };
    const failing = { ...IN_SERVICE, "deployment group create": create };
    const { code, home } = await deploy(failing, [], { ENVIRONMENT: "staging", ...SECRETS });
    expect(code).toBe(1);
    expect(existsSync(readFileSync(join(home, "path"), "utf8").trimEnd())).toBe(false);

    // Ended while az works.
    const az = await recordingAz({
      ...IN_SERVICE,
      "deployment group create": { run: `${KEEP_SECRETS}\nkill -TERM $(cat "$HOME/pid")` },
    });
    const script = `echo $$ >"$HOME/pid"; exec cicd/scripts/deploy-infrastructure.sh`;
    const child = spawn("bash", ["-c", script], {
      cwd: ROOT,
      env: { ...az.env, ENVIRONMENT: "staging", ...SECRETS },
      stdio: "ignore",
    });
    expect((await once(child, "close"))[1]).toBe("SIGTERM");
    const path = readFileSync(join(az.env["HOME"]!, "path"), "utf8").trimEnd();
    expect(existsSync(path)).toBe(false);
  });

  test("asks for a file of no secrets, where there are none", async () => {
    const { calls } = await deploy(IN_SERVICE, [], {
      ENVIRONMENT: "staging",
      DESPLIEGA_API_KEYS: "",
    });
    expect(calls.join("\n")).not.toMatch(SECRETS_FILE);
  });

  test("deploys to the group and place that it is told", async () => {
    const { calls } = await deploy(NOTHING_YET, [], {
      ENVIRONMENT: "production",
      RESOURCE_GROUP: "other",
      LOCATION: "spaincentral",
    });
    expect(calls).toContain("group create --name other --location spaincentral --output none");
    expect(parametersOf(calls, "deployment group create")).toEqual([
      "@cicd/infra/environments/production.json",
    ]);
  });

  test("changes nothing when it is asked what would change", async () => {
    const { code, calls } = await deploy(IN_SERVICE, ["--what-if"]);
    expect(code).toBe(0);
    expect(parametersOf(calls, "deployment group what-if")).toHaveLength(3);
    // What a reader may ask.
    expect(calls.at(-1)).toMatch(/ --validation-level ProviderNoRbac$/);
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

describe("compile-infrastructure.sh", () => {
  test("writes what deploy-infrastructure.sh takes in the place of the checkout, and signs in nowhere", async () => {
    const out = join(await temporaryDirectory(), "compiled");
    const az = await recordingAz();
    const compiled = await runBash(["cicd/scripts/compile-infrastructure.sh", out], az.env);
    expect(compiled).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(az.calls()).toEqual([
      `bicep build --file cicd/infra/main.bicep --outfile ${out}/main.json`,
    ]);
    const asked = { ENVIRONMENT: "production", COMPILED: out };
    const { calls } = await deploy(NOTHING_YET, [], asked);
    expect(parametersOf(calls, "deployment group create")).toEqual([
      `@${out}/environments/production.json`,
    ]);
    expect(calls.at(-1)).toContain(` --template-file ${out}/main.json `);
    expect(existsSync(`${out}/environments/production.json`)).toBe(true);
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
