import { access, constants, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { startAzurite, type Azurite } from "./azurite.js";
import { SettingInvalid } from "./errors.js";

/** An Azurite for work without an account. */
export interface LocalStorage extends Azurite {
  /** Whether this process started it; one that runs already is only used. */
  readonly started: boolean;
}

/**
 * Finds the Azurite that keeps its data in a directory, or starts it there. Its address lies beside the data for as
 * long as it runs, so that every command on this machine works on the same one.
 *
 * @throws `SETTING_INVALID` when the directory cannot be made or written
 */
export const localStorage = async (directory: string): Promise<LocalStorage> => {
  const address = join(directory, "azurite.txt");
  const running = await readRunning(address);
  if (running !== undefined)
    return { connectionString: running, started: false, close: async () => {} };

  const location = join(directory, "azurite");
  await requireWritable(directory, location);
  const azurite = await startAzurite({ location });
  await writeFile(address, azurite.connectionString);
  return {
    ...azurite,
    started: true,
    async close() {
      await rm(address, { force: true });
      await azurite.close();
    },
  };
};

// Azurite writes from callbacks of its own, where nobody could catch what goes wrong.
const requireWritable = async (directory: string, location: string): Promise<void> => {
  try {
    await mkdir(location, { recursive: true });
    for (const place of [directory, location]) await access(place, constants.W_OK);
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? "unknown";
    throw new SettingInvalid(
      {
        name: "DESPLIEGA_DIRECTORY",
        problem: `${directory} cannot be written (${reason}): name another place`,
      },
      { cause },
    );
  }
};

const readRunning = async (address: string): Promise<string | undefined> => {
  const connectionString = await readFile(address, "utf8").catch(() => undefined);
  const url = connectionString?.match(/BlobEndpoint=([^;]+)/)?.[1];
  if (url === undefined) return undefined;
  // Anything may listen on that port by now: only Azurite says so in every answer, a refusal included.
  const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
  await answer?.body?.cancel();
  return answer?.headers.get("server")?.startsWith("Azurite") ? connectionString : undefined;
};
