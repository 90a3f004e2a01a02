import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../../api/dist/main.js", import.meta.url));

/** A line of the api's log. */
export type ApiLine = Readonly<Record<string, unknown>> & { readonly msg?: string };

/** The api as a process of its own. */
export interface ApiProcess {
  readonly child: ChildProcess;
  /** Every line of its log so far. */
  readonly lines: readonly ApiLine[];
  /** Resolves with the first line that fits; rejects when the process ends without it. */
  line(fits: (line: ApiLine) => boolean): Promise<ApiLine>;
  /** Resolves with its url when it listens. */
  listening(): Promise<string>;
  /** Resolves with its url when it is ready. */
  ready(): Promise<string>;
  /** Resolves when it has ended and all its output is read. */
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>;
}

/**
 * Starts the api on a free port with these settings and no others. It turns no request away because the machine is busy
 * with other tests.
 *
 * @param keep sees every line of the log and says whether it is kept. Default: all are
 * @param wrapper a command that runs the command after it. Default: none
 */
export const startApi = (
  settings: NodeJS.ProcessEnv,
  keep: (line: ApiLine, text: string) => boolean = () => true,
  wrapper: readonly string[] = [],
): ApiProcess => {
  const [command, ...args] = [...wrapper, process.execPath, MAIN];
  const child = spawn(command, args, {
    env: { PORT: "0", DESPLIEGA_MAX_EVENT_LOOP_DELAY_MS: "0", ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: ApiLine[] = [];
  const reader = createInterface(child.stdout);
  reader.on("line", (line) => {
    const parsed = JSON.parse(line) as ApiLine;
    if (keep(parsed, line)) lines.push(parsed);
  });
  const read = new Promise((resolve) => reader.once("close", resolve));
  const closed = new Promise<number | null>((resolve) => child.once("close", resolve));
  const stderr = text(child.stderr);
  const ended = (async () => {
    await read;
    return { code: await closed, stderr: await stderr };
  })();

  const line = (fits: (line: ApiLine) => boolean): Promise<ApiLine> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = lines.find(fits);
        if (found === undefined) return;
        reader.off("line", look);
        resolve(found);
      };
      reader.on("line", look);
      look();
      ended.then(({ stderr: told }) => reject(new Error(`the api ended: ${told}`)), reject);
    });
  const listening = async (): Promise<string> =>
    (await line(({ msg }) => msg === "listening"))["url"] as string;
  const ready = async (): Promise<string> => {
    await line(({ msg }) => msg === "ready");
    return listening();
  };
  return { child, lines, line, listening, ready, ended };
};
