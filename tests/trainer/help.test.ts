import { spawnSync } from "node:child_process";

import { describe, expect, test } from "@jest/globals";
import { createProgram } from "@despliega/trainer/cli/command-line.js";
import { createProgress } from "@despliega/trainer/pipeline/progress.js";
import { readTrainerSettings } from "@despliega/trainer/pipeline/settings.js";
import { TRAINER_VERSION } from "@despliega/trainer/release/version.js";

import { azuriteConnectionString, azuriteStore, newContainer } from "../support/azurite.js";
import { promoteTiny, versionOf } from "../support/release.js";
import { bin, despliega, runCommand } from "./support/command-line.js";
import { modelsDirectoryOf } from "./support/model-folder.js";

const COMMIT = "0123abcd";

describe("the help", () => {
  const context = {
    settings: readTrainerSettings({}),
    progress: createProgress(process.stdout),
    now: () => new Date(0),
  };

  test("has examples for every command, and no default that says nothing", async () => {
    const { commands } = await createProgram(context, () => {});
    expect(commands.length).toBeGreaterThan(11);
    for (const command of commands) {
      let help = "";
      command.configureOutput({ writeOut: (text) => void (help += text) }).outputHelp();
      expect(help).toMatch(new RegExp(`^Examples?:\n {2}despliega ${command.name()}\\b`, "m"));
      expect(help).not.toMatch(/default: (?:\[\]|undefined)/);
    }
  });

  test("of the program lists commands as they describe themselves, and loads none of them", async () => {
    const listed = async (argv?: readonly string[]): Promise<string> => {
      let help = "";
      const program = await createProgram(context, () => {}, {}, argv);
      program.configureOutput({ writeOut: (text) => void (help += text) }).outputHelp();
      return help;
    };
    const full = await listed();
    expect(full).toContain("train [options] [model]");
    expect(await listed(["--help"])).toBe(full);
    const { commands } = await createProgram(context, () => {}, {}, ["prune", "riesgo"]);
    const withOptions = commands.filter(({ options }) => options.length > 0);
    expect(withOptions.map((command) => command.name())).toEqual(["prune"]);
  });

  test("of the program loads no package but commander, as loading takes longer than all else", () => {
    const hooks = `
      import { writeSync } from "node:fs";
      export const resolve = async (specifier, context, next) => {
        const found = await next(specifier, context);
        writeSync(2, found.url + "\\n");
        return found;
      };`;
    const url = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`;
    const registering = `import { register } from "node:module"; register(${JSON.stringify(url(hooks))});`;
    // In a bundle its modules cannot be told apart.
    const program = bin.replace(/main\.js$/, "program.js");
    const args = ["--import", url(registering), program, "--help"];
    const { stderr } = spawnSync(process.execPath, args, { encoding: "utf8", env: {} });
    const loaded = new Set(stderr.split("\n").filter((line) => line.startsWith("file:")));
    const packages = [...loaded].flatMap((file) => /node_modules\/([^/]+)/.exec(file)?.[1] ?? []);
    expect(new Set(packages)).toEqual(new Set(["commander"]));
    expect([...loaded].filter((file) => file.endsWith("/cli/verbs.js"))).toHaveLength(1);
    expect(loaded.size).toBeLessThan(25);
  });

  test("--version says which, and which commit where it is known", async () => {
    expect((await despliega({}, "--version")).stdout).toBe(`${TRAINER_VERSION}\n`);
    const built = await despliega({ DESPLIEGA_COMMIT: COMMIT }, "--version");
    expect(built.stdout).toBe(`${TRAINER_VERSION} ${COMMIT}\n`);
  });

  test("a command may have a --version of its own", async () => {
    const pseudonym = `k.${"0".repeat(64)}`;
    const asked = ["identify", "vih", pseudonym, "--reason", "a test", "--version", "latest"];
    await expect(runCommand({}, ...asked)).rejects.toMatchObject({ code: "NAME_INVALID" });
  });
});

describe("the ledger", () => {
  const settings = {
    AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
    DESPLIEGA_CONTAINER_NAME: newContainer(),
  };

  test("of a model that was never promoted says how to begin", async () => {
    expect(await runCommand(settings, "ledger", "riesgo")).toEqual({
      code: 0,
      lines: [{ notice: "no release of riesgo was ever promoted: run `despliega train riesgo`" }],
    });
    expect(await runCommand(settings, "ledger", "riesgo", "--json")).toEqual({
      code: 0,
      lines: [],
    });
  });

  test("lists every move, oldest first", async () => {
    const store = await azuriteStore({ container: settings.DESPLIEGA_CONTAINER_NAME });
    for (const digit of [1, 2]) await promoteTiny(store, { version: versionOf(digit) });
    await runCommand({ ...settings, DESPLIEGA_ACTOR: "ana" }, "rollback", "riesgo", "--why", "no");
    for (const options of [[], ["--json"]])
      expect(await runCommand(settings, "ledger", "riesgo", ...options)).toEqual({
        code: 0,
        lines: [
          expect.objectContaining({ sequence: 1, action: "promote", version: versionOf(1) }),
          expect.objectContaining({ sequence: 2, action: "promote", version: versionOf(2) }),
          expect.objectContaining({
            action: "rollback",
            version: versionOf(1),
            by: "ana",
            why: "no",
          }),
        ],
      });
  });

  test("of a model with a broken definition is listed all the same", async () => {
    const container = newContainer();
    await promoteTiny(await azuriteStore({ container }), { version: versionOf(1) });
    const broken = {
      ...settings,
      DESPLIEGA_CONTAINER_NAME: container,
      DESPLIEGA_MODELS_DIRECTORY: await modelsDirectoryOf({ riesgo: { "model.yaml": "{" } }),
    };
    expect(await runCommand(broken, "ledger", "riesgo")).toEqual({
      code: 0,
      lines: [expect.objectContaining({ sequence: 1, version: versionOf(1) })],
    });
    await expect(runCommand(broken, "train", "riesgo")).rejects.toMatchObject({
      code: "MODEL_INVALID",
    });
  });
});
