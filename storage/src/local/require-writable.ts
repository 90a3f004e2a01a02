import { access, chmod, constants, mkdir } from "node:fs/promises";

import { SettingInvalid } from "../errors/errors.js";

/**
 * Makes a directory and a directory in it, which only its user enters, and checks that both can be written. Azurite writes in callbacks of its own,
 * where no caller can catch an error.
 *
 * @throws `SETTING_INVALID` for `DESPLIEGA_DIRECTORY`
 */
export const requireWritable = async (directory: string, inside: string): Promise<void> => {
  try {
    await mkdir(inside, { recursive: true });
    // An earlier version made it for everybody. Who does not own it cannot narrow it, and need not.
    await chmod(inside, 0o700).catch(() => {});
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
