import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect } from "@jest/globals";
import { models } from "@despliega/trainer/model/catalogue.js";

import { freePort } from "../../local/start.js";
import { readText, ROOT } from "../../repository/files.js";
import { parseMarkdown } from "../../repository/markdown.js";
import { azuriteConnectionString, azuriteStore, newContainer } from "../../support/azurite.js";
import { needing } from "../../support/needing.js";
import { DOCKER_LINES, readableCalls } from "../support/docker-lines.js";
import { recordingAz, type RecordingAz } from "../support/recording-az.js";
import { runBash } from "../support/run-bash.js";
import { KEEP_SECRETS, SECRETS_FILE } from "../support/secrets-file.js";
import { shellQuote } from "../support/shell-quote.js";
import { readBicep } from "./bicep.js";
import { variableOf, type Scope } from "./evaluate.js";

const BLOB_URL = "https://despliegaexample.blob.core.windows.net/";
const REGISTRY = "despliegaexample.azurecr.io";

/** The commands of the page, in order, as one program. */
const commands = parseMarkdown(readText("docs/deploy-to-azure.md"))
  .fences.filter(({ language }) => language === "sh")
  .map(({ text }) => text)
  .join("\n");

const TOOLS = ["git", "curl", "jq"];
const withTools = needing(
  TOOLS.join(", "),
  TOOLS.every((tool) => spawnSync(tool, ["--version"]).error === undefined),
);

const stopApi = (home: string): void => {
  const pid = join(home, "api.pid");
  if (existsSync(pid)) process.kill(Number(readFileSync(pid, "utf8")));
};

/** What a module gives its container, with Azurite in place of the account, as words before a command. */
const settingsOf = (module: string, given: Scope): string => {
  const settings = variableOf(readBicep(`cicd/infra/modules/${module}.bicep`), "settings", {
    storageAccountUrl: BLOB_URL,
    // Empty counts as not set: Azurite's own is found in its connection string.
    tableUrl: "",
    webhookUrl: "",
    sensitiveModels: "",
    ...given,
  }) as Readonly<Record<string, string>>;
  return Object.entries({ ...settings, AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString() })
    .map(([name, value]) => `${name}=${shellQuote(value)}`)
    .join(" ");
};

/** Commands that nobody needs the real ones of here; they go into the same record. */
const standIns = async (directory: string): Promise<string> => {
  for (const [name, lines] of Object.entries({ docker: DOCKER_LINES, npm: "" })) {
    const program = `#!/usr/bin/env bash\necho "${name} $*" >>"$AZ_LOG"\n${lines}`;
    await writeFile(join(directory, name), program, { mode: 0o755 });
  }
  return directory;
};

/** An Azure with nothing in it, whose answers run the trainer and the api on this machine. */
const emptyAzure = async (container: string): Promise<RecordingAz> => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const trainer = settingsOf("trainer", {
    containerName: container,
    privateContainerName: `${container}-private`,
    cores: 1,
    approvals: "off",
    signingKey: "",
    signingPublicKeys: "",
  });
  const api = settingsOf("api", {
    containerName: container,
    authentication: "key",
    auditContainerName: "despliega-audit",
    predictionContainerName: "despliega-predictions",
    predictionLog: "0",
    secretsUri: "unused",
    sensitive: false,
    entraTokenVersions: "",
    entraIssuer: "",
    entraJwksUrl: "",
    entraAudience: "",
    entraRole: "",
    entraAuthContext: "",
    entraSignInClientId: "",
    entraSignInScope: "",
    entraSignInAuthority: "",
    decisionKeys: "",
    signingPublicKeys: "",
    sensitiveModels: "",
    refreshSeconds: 60,
  });
  const upload = (name: string) => `
    import { inContainer, openStore, readStorageSettings } from "@despliega/storage";
    const file = "data/${name}";
    const place = inContainer(readStorageSettings(process.env), process.env.DESPLIEGA_PRIVATE_CONTAINER_NAME);
    const store = await openStore(place);
    await store.ensureContainer();
    await store.create("input/${name}", { file });
  `;
  const open = models().filter(({ privacy }) => privacy === "open");
  // The vault's part: the api gets the hash that the deployment was given.
  const serve = `
    export ${api}
    DESPLIEGA_API_KEYS=$(jq -r .parameters.apiKeys.value "$HOME/secrets.json") DESPLIEGA_HOST=127.0.0.1 PORT=${port} node api/dist/main.js >"$HOME/api.log" 2>&1 &
    echo $! >"$HOME/api.pid"
  `;
  return recordingAz({
    "group exists": ["false", "true"],
    "webapp list": ["", "despliega-staging-example"],
    "webapp config show": `DOCKER|${REGISTRY}/despliega-api:before`,
    "containerapp job list": ["", `${REGISTRY}/despliega-trainer:before`],
    "keyvault list": ["0", "1"],
    "keyvault list-deleted": "0",
    "deployment group create": {
      run: KEEP_SECRETS,
      stdout: [
        "RESOURCE_GROUP=despliega-staging",
        "REGISTRY=despliegaexample",
        "API_NAME=despliega-staging-example",
        `API_URL=${url}`,
        "STORAGE_ACCOUNT=despliegaexample",
        `DESPLIEGA_STORAGE_ACCOUNT_URL=${BLOB_URL}`,
        `DESPLIEGA_CONTAINER_NAME=${container}`,
        `DESPLIEGA_PRIVATE_CONTAINER_NAME=${container}-private`,
        "CONTAINER_ID=/container",
        "PRIVATE_CONTAINER_ID=/private",
      ].join("\n"),
    },
    "ad signed-in-user show": "00000000-0000-0000-0000-000000000003",
    "containerapp job list --resource-group despliega-staging --query '[].name'": open
      .map(({ name }) => `train-${name}`)
      .join("\n"),
    "storage blob upload": open.flatMap(({ name, inputs }) =>
      inputs.map(({ dataset }) => ({
        run: `node --input-type=module --eval ${shellQuote(upload(`${name}/${dataset}`))}`,
      })),
    ),
    ...Object.fromEntries(
      open.map(({ name }) => [
        `containerapp job start --name train-${name}`,
        {
          run: `${trainer} node trainer/dist/main.js train ${name}`,
          stdout: `train-${name}-1`,
        },
      ]),
    ),
    "containerapp job execution show": "Succeeded",
    "webapp start": { run: serve },
    "webapp show": url,
  });
};

withTools.test(
  "the commands of docs/deploy-to-azure.md lead from an empty subscription to a prediction, and back",
  async () => {
    const container = newContainer();
    await azuriteStore({ container });
    const az = await emptyAzure(container);
    const home = az.env["HOME"]!;
    const { code, stdout, stderr } = await runBash(["-c", `set -euo pipefail\n${commands}`], {
      ...az.env,
      PATH: `${await standIns(home)}:${az.env["PATH"]}`,
      AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
    }).finally(() => stopApi(home));
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain('{"resultado":[0]}');

    const { stdout: commit } = await runBash(["-c", "git rev-parse HEAD"], az.env, ROOT);
    const transcript = readableCalls(az.calls())
      .map((line) => (/^(?:docker|npm) /.test(line) ? line : `az ${line}`))
      .map((line) =>
        line.replaceAll(commit.trim(), "<commit>").replaceAll(container, "<container>"),
      )
      .map((line) => line.replaceAll(SECRETS_FILE, "@<secrets>"));
    expect(transcript).toEqual(readText("tests/cicd/infra/walk.transcript").trimEnd().split("\n"));
  },
);
