import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { models } from "@despliega/trainer/model/catalogue.js";
import { afterAll, beforeAll, expect, test } from "@jest/globals";

import { freePort } from "../local/start.js";
import { needing } from "../support/needing.js";
import { temporaryDirectory } from "../support/temporary.js";
import { until } from "../support/until.js";
import { SMALL_SQL, SMALL_YAML } from "../trainer/support/model-folder.js";
import { newName } from "./container.js";
import { BASE } from "./image.js";
import { SEED } from "./seed.js";
import { composeTool, run, say, tool } from "./tool.js";

/**
 * Writes a file beside docker/compose.yaml that gives the trainer one more model, which has no input, and all images the base that
 * this machine has. @returns its path
 */
const withUntrainableModel = async (): Promise<string> => {
  const directory = await temporaryDirectory();
  const folder = join(directory, "hail");
  await mkdir(folder);
  await writeFile(join(folder, "model.yaml"), SMALL_YAML);
  await writeFile(join(folder, "features.sql"), SMALL_SQL);
  await chmod(directory, 0o755); // The container runs as another user.
  const volumes = ["work:/tmp", `${folder}:/despliega/models/hail:ro`];
  const file = join(directory, "compose.yaml");
  const build = { args: { NODE_IMAGE: BASE } };
  const services = { azurite: { build }, trainer: { build, volumes }, api: { build } };
  await writeFile(file, JSON.stringify({ services }));
  return file;
};

/** `docker compose up`, from nothing to the answers. */
export const describeCompose = (): void => {
  const here = needing("docker compose or podman-compose", composeTool !== undefined);

  here.describe("docker/compose.yaml", () => {
    const project = newName();
    let port: number;
    let untrainable: string;
    const compose = (...args: readonly string[]) =>
      say(
        [...composeTool!, "-p", project, "-f", "docker/compose.yaml", "-f", untrainable, ...args],
        { seconds: 300, environment: { PORT: `${port}` } },
      );

    beforeAll(async () => {
      port = await freePort();
      untrainable = await withUntrainableModel();
    });

    afterAll(async () => {
      await compose("down", "--volumes");
      // podman-compose leaves its network behind.
      await say([tool!, "network", "rm", `${project}_default`]);
      for (const image of (await run("images", "--format", "{{.Repository}}")).split("\n"))
        if (image.includes(project)) await run("rmi", image);
    });

    test("comes up with one command and answers as the seed does, beside a model that cannot be trained", async () => {
      expect(await compose("up", "--build", "--detach")).toMatchObject({ code: 0 });
      const ask = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
      const open = models().flatMap(({ name, privacy }) => (privacy === "open" ? [name] : []));
      const served = async (): Promise<readonly string[]> => {
        await wait(500); // the api counts requests
        const answer = await ask("/v1/models").catch(() => undefined);
        if (answer?.ok !== true) return [];
        const body = (await answer.json()) as { readonly models: readonly { model: string }[] };
        return body.models.map(({ model }) => model);
      };
      await until(
        async () => (await served()).join() === open.join(),
        "every open model is served",
        180,
      );
      for (const [path, answer] of Object.entries(SEED))
        expect(await (await ask(path)).json()).toEqual(answer);
    });

    test("starts the trainer again three times, for the model that cannot be trained alone", async () => {
      const filters = [`project=${project}`, "service=trainer"].flatMap((label) => [
        "--filter",
        `label=com.docker.compose.${label}`,
      ]);
      const trainer = await run("ps", "--all", "--quiet", ...filters);
      const state = () =>
        run("inspect", "--format", "{{.State.Status}} {{.RestartCount}}", trainer);
      await until(async () => (await state()) === "exited 3", "the trainer has given up", 120);
      const { stdout } = await say([tool!, "logs", trainer]);
      const published = stdout.split("\n").filter((line) => line.includes('"promoted":true'));
      const open = models().filter(({ privacy }) => privacy === "open");
      expect(published).toHaveLength(open.length);
    });

    test("runs the trainer's commands on its releases", async () => {
      const { code, stdout } = await compose(
        "run",
        "--rm",
        "-T",
        "--no-deps",
        "trainer",
        "releases",
        "riesgo",
      );
      expect(code).toBe(0);
      expect(stdout).toMatch(/^\{.*"champion":true.*\}\r?$/m);
    });
  });
};
