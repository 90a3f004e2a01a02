import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { listVersions, openRelease, readOrigin, type BlobStore } from "@despliega/storage";
import { startAzurite, type Azurite } from "@despliega/storage/azurite";

import {
  azuriteConnectionString,
  azuriteStore,
  azuriteStoreOf,
  newContainer,
} from "../../support/azurite.js";
import { promoteTiny, publishTiny, versionOf } from "../../support/release.js";
import { signatureFor } from "../../support/sas.js";
import { runCommand } from "../support/command-line.js";

const VERSION = versionOf(1);

/** The account that gets releases; that of the test run has them. */
let production: Azurite;

beforeAll(async () => {
  production = await startAzurite();
});
afterAll(() => production.close());

interface Places {
  readonly source: BlobStore;
  readonly target: BlobStore;
  readonly from: string;
  readonly settings: Readonly<Record<string, string>>;
}

const newPlaces = async (): Promise<Places> => {
  const [from, to] = [newContainer(), newContainer()];
  const { connectionString } = production;
  return {
    source: await azuriteStore({ container: from }),
    target: await azuriteStoreOf({ connectionString, container: to }),
    from,
    settings: {
      AZURE_STORAGE_CONNECTION_STRING: connectionString,
      DESPLIEGA_CONTAINER_NAME: to,
      DESPLIEGA_ACTOR: "ana",
      DESPLIEGA_COMMIT: "0123abc",
    },
  };
};

describe("copy", () => {
  test("takes the champion of another account by a signature that may only read, and puts the run on record", async () => {
    const { source, target, from, settings } = await newPlaces();
    await promoteTiny(source);
    const url = `${source.url}?${signatureFor(from, "rl")}`;
    const { code, lines } = await runCommand(settings, "copy", "riesgo", "--from", url);
    expect(code).toBe(0);
    expect(lines.at(-1)).toMatchObject({
      message: expect.stringContaining(`to ${target.url}: sent 3 of 3 parts`),
      version: VERSION,
      from: source.url,
      sent: 3,
    });
    await openRelease(target, "riesgo", VERSION);
    expect(await readOrigin(target, "riesgo", VERSION)).toMatchObject({
      from: source.url,
      by: "ana",
      why: "copied by hand",
      commit: "0123abc",
    });
    expect(JSON.stringify(lines)).not.toContain("sig=");

    const { lines: runs } = await runCommand(settings, "runs");
    expect(runs).toMatchObject([{ verb: "copy", state: "done", version: VERSION, who: "ana" }]);
    expect(JSON.stringify(runs)).not.toContain("sig=");

    const again = await runCommand(settings, "copy", "riesgo", "--from", url);
    expect(again.lines.at(-1)).toMatchObject({
      message: expect.stringContaining("already, with the same bytes"),
      there: 3,
    });
  });

  test("opens the other account by a connection string of its own, and puts a sent release on record there", async () => {
    const { source, target, from } = await newPlaces();
    await publishTiny(source, { version: versionOf(2) });
    const settings = {
      AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
      DESPLIEGA_COPY_CONNECTION_STRING: production.connectionString,
      DESPLIEGA_CONTAINER_NAME: from,
    };
    await runCommand(settings, "copy", "riesgo", versionOf(2), "--to", target.url);
    expect(await listVersions(target, "riesgo")).toEqual([versionOf(2)]);
    expect((await runCommand(settings, "runs", "riesgo")).lines).toMatchObject([
      { notice: expect.anything() },
    ]);
  });

  test("takes the name of a container in the account of the settings, and writes nothing in a dry run", async () => {
    const { source, from } = await newPlaces();
    await publishTiny(source);
    const settings = {
      AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
      DESPLIEGA_CONTAINER_NAME: from,
    };
    const container = newContainer();
    const to = ["copy", "riesgo", VERSION, "--to", container];
    const { lines } = await runCommand(settings, ...to, "--dry-run");
    expect(lines.at(-1)).toMatchObject({ message: expect.stringMatching(/^Would send 3 of 3/) });
    const target = await azuriteStoreOf({ container });
    await expect(listVersions(target, "riesgo")).rejects.toMatchObject({
      code: "CONTAINER_MISSING",
    });
    await runCommand(settings, ...to);
    await openRelease(target, "riesgo", VERSION);
  });

  test.each([
    [[], "OPTION_INVALID", "--from or --to"],
    [["--to", "Production"], "OPTION_INVALID", "--to"],
    [["--from", "ftp://example.org/despliega"], "OPTION_INVALID", "--from"],
    [["--from", "https://example.org/a/b/despliega"], "OPTION_INVALID", "--from"],
    [["--from", "https://example.org/despliega?secret=1"], "OPTION_INVALID", "--from"],
    [["--from", "http://example.org/despliega"], "OPTION_INVALID", "http"],
    [["--to", "despliega-here"], "OPTION_INVALID", "another container"],
    [["--to", "elsewhere", "--why", " "], "OPTION_INVALID", "--why"],
    [["--to", "elsewhere"], "RELEASE_UNKNOWN", VERSION],
  ])("refuses %j", async (options, code, told) => {
    const settings = {
      AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
      DESPLIEGA_CONTAINER_NAME: "despliega-here",
    };
    await azuriteStore({ container: "despliega-here" });
    await expect(runCommand(settings, "copy", "riesgo", VERSION, ...options)).rejects.toMatchObject(
      { code, message: expect.stringContaining(told) },
    );
  });
});
