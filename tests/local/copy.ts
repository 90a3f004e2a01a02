import { cp, mkdir, readdir, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";

import { ROOT } from "../repository/files.js";
import { temporaryDirectory } from "../support/temporary.js";

/** What `npm start` needs of the repository, built. */
const COPIED = [
  ...["storage", "trainer", "api", "docker"].flatMap((workspace) => [
    `${workspace}/package.json`,
    `${workspace}/dist`,
  ]),
  ...["api/assets", "trainer/models", "docker/bin", "docker/local.env"],
  ...["data/riesgo", "package.json"],
];

/** Copies the built repository with the sample of `riesgo`, to be changed by a test. @returns its root */
export const copyOfRepository = async (): Promise<string> => {
  const root = await temporaryDirectory();
  for (const path of COPIED) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await cp(join(ROOT, path), join(root, path), { recursive: true });
  }
  const modules = join(root, "node_modules");
  await mkdir(join(modules, "@despliega"), { recursive: true });
  for (const name of await readdir(join(ROOT, "node_modules")))
    if (name !== "@despliega") await symlink(join(ROOT, "node_modules", name), join(modules, name));
  for (const workspace of ["storage", "trainer", "api"])
    await symlink(join(root, workspace), join(modules, "@despliega", workspace));
  return root;
};
