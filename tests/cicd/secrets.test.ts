import { readdirSync } from "node:fs";

import { describe, expect, test } from "@jest/globals";

import { readText, ROOT } from "../repository/files.js";
import { temporaryDirectory } from "../support/temporary.js";
import { recordingCommands } from "./support/recording-commands.js";
import { runBash } from "./support/run-bash.js";

/** What a command of another would see in a list of processes, if an argument held it. */
const MARK = "0-a-secret-0";

const SECRET = /\b\w*(?:_KEYS?|_SECRET|_TOKEN|ACCESSTOKEN|CONNECTION_STRING)\b/g;

/** The secrets that each shell script reads, and how it is called. */
const READERS: Readonly<
  Record<string, { readonly args?: string; readonly secrets: readonly string[] }>
> = {
  // Takes them out of its environment, so that nothing reaches an account.
  candidate: {
    secrets: [
      "AZURE_STORAGE_CONNECTION_STRING",
      "DESPLIEGA_STORAGE_ACCOUNT_KEY",
      "DESPLIEGA_SIGNING_KEY_VAULT_KEY",
      "DESPLIEGA_SIGNING_PUBLIC_KEYS",
    ],
  },
  "deploy-infrastructure": {
    secrets: [
      "DESPLIEGA_API_KEYS",
      "DESPLIEGA_PSEUDONYM_KEYS",
      "DESPLIEGA_IDENTITY_KEYS",
      "DESPLIEGA_WEBHOOK_SECRET",
      "DESPLIEGA_PREDICTION_KEY",
    ],
  },
  "promote-releases": { secrets: ["DESPLIEGA_COPY_CONNECTION_STRING"] },
  "smoke-test": { args: "http://127.0.0.1:9", secrets: ["API_KEY"] },
};

/** Commands that record their arguments; those that only compute go on as themselves. */
const recording = () =>
  recordingCommands({
    az: `case "$*" in *"group exists"*) echo true ;; *get-access-token*) echo ${MARK} ;; esac`,
    curl: "exit 7",
    docker: "",
    gcloud: "",
    git: "exit 1",
    node: `echo '{}'`,
    npm: "",
    jq: 'PATH=${PATH#*:} exec jq "$@"',
  });

test("every shell script that names a secret is run below", () => {
  const naming = readdirSync(`${ROOT}cicd/scripts`)
    .filter((name) => name.endsWith(".sh"))
    .map(
      (name) =>
        [name.replace(".sh", ""), new Set(readText(`cicd/scripts/${name}`).match(SECRET))] as const,
    )
    .filter(([, names]) => names.size > 0)
    .map(([name, names]) => [name, [...names].toSorted()]);
  expect(Object.fromEntries(naming)).toEqual(
    Object.fromEntries(
      Object.entries(READERS).map(([name, { secrets }]) => [name, secrets.toSorted()]),
    ),
  );
});

describe.each(Object.entries(READERS))("%s.sh", (name, { args, secrets }) => {
  test.each([
    ["its secrets", Object.fromEntries(secrets.map((secret) => [secret, `${secret}:${MARK}`]))],
    ["a token", { DESPLIEGA_ENTRA_AUDIENCE: "api://despliega" }],
  ])("hands %s to no command as an argument", async (_, given) => {
    const { path, calls } = await recording();
    const out = await temporaryDirectory();
    await runBash([`cicd/scripts/${name}.sh`, args ?? (name === "candidate" ? out : "")], {
      PATH: path,
      ENVIRONMENT: "staging",
      DEADLINE_SECONDS: "0",
      RELEASES: "riesgo=20260131T235959Z-0123abcd",
      SOURCE_CONTAINER_URL: "https://example.blob.core.windows.net/despliega",
      ...given,
    });
    expect(calls()).not.toEqual([]);
    expect(calls().filter((call) => call.includes(MARK))).toEqual([]);
  });
});

test("promote-releases.sh takes no signature in a url, which would be an argument", async () => {
  const { path, calls } = await recording();
  const { code, stderr } = await runBash(["cicd/scripts/promote-releases.sh"], {
    PATH: path,
    RELEASES: "riesgo=20260131T235959Z-0123abcd",
    SOURCE_CONTAINER_URL: `https://example.blob.core.windows.net/despliega?sig=${MARK}`,
  });
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringMatching(/^SOURCE_CONTAINER_URL must not hold a signature: [^\n]*\n$/),
  });
  expect(calls().join("\n")).not.toContain(MARK);
});

test("the documentation hands no key to a command as an argument", () => {
  const pages = readdirSync(`${ROOT}docs`, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`)
    .concat("README.md", "README.es.md", "cicd/README.md");
  const found = pages.flatMap((page) =>
    [
      ...readText(page).matchAll(
        /^.*(?:--header|-H) ["'](?:x-api-key|authorization): [^"']*\$.*$/gim,
      ),
    ].map(([line]) => `${page}: ${line}`),
  );
  expect(found).toEqual([]);
});
