import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "@jest/globals";
import { answeredNames, pseudonymOf } from "@despliega/storage";

import {
  azuriteConnectionString,
  azuriteStore,
  azuriteStoreOf,
  newContainer,
} from "../../support/azurite.js";
import { promoteTiny, SENSITIVE } from "../../support/release.js";
import { auditOf } from "../../support/sensitive.js";
import { temporaryDirectory } from "../../support/temporary.js";
import { runCommand } from "../support/command-line.js";
import { keysSetting, testKeys } from "../support/keys.js";
import { rowsOf } from "./support.js";

const container = newContainer();
const settings = {
  AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
  DESPLIEGA_CONTAINER_NAME: container,
  DESPLIEGA_AUDIT_CONTAINER_NAME: newContainer(),
  DESPLIEGA_PSEUDONYM_KEYS: keysSetting("pseudonyms", "k2", "k1"),
  DESPLIEGA_MAX_REJECTED_SHARE: "0.5",
  DESPLIEGA_ACTOR: "the test",
};
const { version } = await promoteTiny(await azuriteStore({ container }), {
  model: "vih",
  description: SENSITIVE,
});

const PATIENTS = `patient_id,name,nb_previous_loans,avg_amount_loans_previous,age,years_on_the_job,flag_own_car
zq-7,Ana Ñandú,2,187.25,23,1,0
zq-8,Leo,29,136.4,59,3,1
,Eva,29,136.4,59,3,1
`;
const directory = await temporaryDirectory();
const input = join(directory, "patients.csv");
await writeFile(input, PATIENTS);

const score = (changed: Record<string, string>, ...args: readonly string[]) =>
  runCommand({ ...settings, ...changed }, "score", "vih", "--input", input, ...args);

const [key] = testKeys("k1").pseudonym;
const names = answeredNames(key!, "vih");
const inTable = (identifier: string): string => pseudonymOf(key!, "vih", identifier)!;
const pseudonym = (identifier: string): string => names.pseudonym(inTable(identifier));
const handle = (identifier: string): string => names.handle(inTable(identifier), "the test");

const recordsIn = async (container: string): Promise<readonly object[]> =>
  auditOf(await azuriteStoreOf({ container }));

describe("a batch about people", () => {
  test.each([
    [["--whole"], pseudonym, "whole"],
    [[], handle, "masked"],
  ] as const)("with %j names people so, and is in the audit before", async (more, show, sees) => {
    const out = join(directory, `${sees}.csv`);
    const audit = newContainer();
    const changed = { DESPLIEGA_AUDIT_CONTAINER_NAME: audit };
    await score(changed, "--out", out, "--reason", "a review", ...more);
    const text = await readFile(out, "utf8");
    expect(rowsOf(Buffer.from(text))).toEqual(
      [
        ["zq-7", "1"],
        ["zq-8", "0"],
      ].map(([id, answer]) => ({
        pseudonym: show(id!),
        infectado: answer,
        probabilidad: expect.any(String),
        version,
        edition: "",
      })),
    );
    const rejects = await readFile(join(directory, `${sees}.rejects.csv`), "utf8");
    expect(rowsOf(Buffer.from(rejects))).toMatchObject([
      { line: "4", column: "patient_id", reason: "SUBJECT_INVALID" },
    ]);
    expect(text + rejects).not.toMatch(/zq|Ana|Leo|Eva/);
    const signedIn = { user: expect.any(String), host: expect.any(String) };
    const of = { at: expect.any(String), model: "vih", version, caller: "the test", signedIn };
    expect(await recordsIn(audit)).toEqual([
      { decision: "asked for a batch", reason: "a review", sees, ...of },
      {
        decision: "answered",
        subjects: [
          { pseudonym: pseudonym("zq-7"), answer: 1 },
          { pseudonym: pseudonym("zq-8"), answer: 0 },
        ],
        ...of,
      },
    ]);
  });

  test.each([
    ["without a reason", {}, [], "--reason is needed"],
    [
      "without the key of the release",
      { DESPLIEGA_PSEUDONYM_KEYS: keysSetting("pseudonyms", "k2") },
      ["--reason", "a review"],
      "DESPLIEGA_PSEUDONYM_KEYS: is needed",
    ],
    ["that copies a column", {}, ["--reason", "a review", "--carry", "name"], "leave out --carry"],
  ] as const)("%s is refused, and nothing is written", async (_, changed, more, problem) => {
    const out = join(directory, "refused.csv");
    await expect(score(changed, "--out", out, ...more)).rejects.toThrow(problem);
    await expect(readFile(out)).rejects.toThrow("ENOENT");
  });

  test("without a container of the audit reads nothing", async () => {
    const { DESPLIEGA_AUDIT_CONTAINER_NAME: _, ...rest } = settings;
    const args = [
      "score",
      "vih",
      "--input",
      "/not/there",
      "--out",
      "x.csv",
      "--reason",
      "a review",
    ];
    await expect(runCommand(rest, ...args)).rejects.toThrow(
      "DESPLIEGA_AUDIT_CONTAINER_NAME: is needed",
    );
  });
});
