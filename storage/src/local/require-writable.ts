import { access, constants, mkdir } from "node:fs/promises";

import { SettingInvalid } from "../errors/errors.js";

/**
 * Makes a directory and a directory in it, and checks that both can be written. Azurite writes in callbacks of its own,
 * where no caller can catch an error.
 *
 * @throws `SETTING_INVALID` for `DESPLIEGA_DIRECTORY`
 */
export const requireWritable = async (directory: string, inside: string): Promise<void> => {
  try {
    await mkdir(inside, { recursive: true });
    for (const one of [directory, inside]) await access(one, constants.W_OK);
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
