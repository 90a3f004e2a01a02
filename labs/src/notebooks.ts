import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The folder of the notebooks, with a slash at its end. */
export const LABS = fileURLToPath(new URL("../", import.meta.url));

/** The notebooks by their path in {@link LABS}, in the order of their names. */
export const notebooks = (): readonly string[] =>
  readdirSync(LABS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => readdirSync(`${LABS}${name}`).map((file) => `${name}/${file}`))
    .filter((path) => path.endsWith(".ipynb"))
    .toSorted();
