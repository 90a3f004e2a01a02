import { readFile, writeFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";

/** The state of a keeper in its heartbeat. `claiming`: it may still give way to another one. */
export type BeatState = "claiming" | "owning";

/** Milliseconds between two beats, and between two looks at them. */
const BEAT_MS = 2_000;
const LOOK_MS = 200;

/** Looks without a new beat, after which a keeper counts as dead: about 20 seconds. */
const LOOKS = 100;

/** The content of a claim, which its keeper changes all the time. It shows other places that the keeper lives. */
export interface Heartbeat {
  /** Makes the file, and changes it every two seconds. @throws when the file exists */
  start(): Promise<void>;
  /** Writes that the keeper owns the directory. */
  own(): Promise<void>;
  stop(): void;
}

/**
 * Makes the heartbeat of a keeper.
 *
 * @param file of the claim
 * @param lost is called when the file is gone: another keeper deleted it, for example while this machine was suspended
 */
export const heartbeat = (file: string, lost: () => void): Heartbeat => {
  let state: BeatState = "claiming";
  let beats = 0;
  let timer: NodeJS.Timeout | undefined;

  // The file is never truncated, so a reader always sees a complete line.
  const beat = (flag: "wx" | "r+") =>
    writeFile(file, `${state.padEnd("claiming".length)} ${++beats}\n`, { flag });
  const beatAgain = () =>
    beat("r+").catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === "ENOENT" && timer !== undefined) lost();
    });

  return {
    async start() {
      await beat("wx");
      timer = setInterval(() => void beatAgain(), BEAT_MS);
    },
    async own() {
      state = "owning";
      await beat("r+");
    },
    stop() {
      clearInterval(timer);
      timer = undefined;
    },
  };
};

/**
 * Watches a claim until it shows whether its keeper lives. It compares no clocks: a keeper lives if the content changes
 * while this process watches. That takes two seconds for a live keeper, and twenty for a dead one.
 *
 * @returns undefined when the claim is gone or its content does not change
 */
export const watchHeartbeat = async (file: string): Promise<BeatState | undefined> => {
  const first = await contentOf(file);
  if (first === undefined) return undefined;
  for (let looks = 0; looks < LOOKS; looks++) {
    await wait(LOOK_MS);
    const content = await contentOf(file);
    if (content === undefined) return undefined;
    if (content !== first) return content.startsWith("claiming") ? "claiming" : "owning";
  }
  return undefined;
};

const contentOf = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw cause;
  }
};
