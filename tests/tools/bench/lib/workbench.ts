import { startAzurite } from "@despliega/storage/azurite";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "./once.js";
import type { Skipped } from "./peer.js";
import { run } from "./run.js";
import { runSeedPipeline, type SeedPipeline } from "./seed-pipeline.js";

/** What the rows share: a folder, the generated inputs, an Azurite, and the seed's outputs, each made when first asked for. */
export interface Workbench {
  /** Working files; gone when the workbench is closed. */
  readonly folder: string;
  /** Users in the data at 1×. */
  readonly users: number;
  /** A built tree of the project to compare this one with. */
  readonly against?: string | undefined;
  /** Whether few rounds are enough. */
  readonly quick: boolean;
  /** So many rounds, or two where few are enough. */
  rounds(usual: number): number;
  /** Tells a person how far the bench is. */
  say(line: string): void;
  /** A generated loan history of so many times the users. */
  input(times: 1 | 10): Promise<string>;
  /** The first run of the seed's pipeline on the data at 1×. */
  seedPipeline(): Promise<SeedPipeline | Skipped>;
  /** Settings that lead our programs to a container of the bench's own Azurite. */
  storage(container: string): Promise<NodeJS.ProcessEnv>;
  close(): Promise<void>;
}

/** Opens a workbench in a fresh temporary folder. */
export const openWorkbench = async (
  { users, against, quick }: Pick<Workbench, "users" | "against" | "quick">,
  say: (line: string) => void,
): Promise<Workbench> => {
  const folder = await mkdtemp(join(tmpdir(), "despliega-bench-"));
  const generate = (times: number) => async (): Promise<string> => {
    const file = join(folder, `loans-${times}x.csv`);
    say(`generating ${users * times} users`);
    const size = ["--users", `${users * times}`, "--seed", "1"];
    await run(process.execPath, ["data/dist/generate.js", ...size, "--out", file]);
    return file;
  };
  const inputs = { 1: once(generate(1)), 10: once(generate(10)) };
  const seedPipeline = once(async () => {
    const input = await inputs[1]();
    const outputs = join(folder, "seed");
    await mkdir(outputs);
    say("running the seed's pipeline");
    return runSeedPipeline(input, outputs);
  });
  const closers: (() => Promise<void>)[] = [];
  const azurite = once(async () => {
    const started = await startAzurite({ location: join(folder, "azurite"), port: 0 });
    closers.push(() => started.close());
    return started;
  });
  return {
    folder,
    users,
    against,
    quick,
    rounds: (usual) => (quick ? Math.min(usual, 2) : usual),
    say,
    input: (times) => inputs[times](),
    seedPipeline,
    storage: async (container) => ({
      AZURE_STORAGE_CONNECTION_STRING: (await azurite()).connectionString,
      DESPLIEGA_CONTAINER_NAME: container,
    }),
    async close() {
      for (const closer of closers) await closer();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
