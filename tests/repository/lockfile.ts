import { readText } from "./files.js";

interface LockedPackage {
  readonly link?: boolean;
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const { packages } = JSON.parse(readText("package-lock.json")) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};

/** Names of all packages that come along when only one workspace is installed. */
export const closureOf = (workspace: string): ReadonlySet<string> => {
  const seen = new Set<string>();
  const names = new Set<string>();
  const add = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const { link, resolved, dependencies, optionalDependencies } = packages[path]!;
    if (link === true && resolved !== undefined) return add(resolved);
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      names.add(name);
      const found = resolve(path, name);
      if (found !== undefined) add(found);
    }
  };
  add(workspace);
  return names;
};

/** Where Node.js finds a package: in the nearest node_modules upwards. */
const resolve = (from: string, name: string): string | undefined => {
  for (let folder = from; ; folder = folder.slice(0, Math.max(folder.lastIndexOf("/"), 0))) {
    const path = folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (path in packages) return path;
    if (folder === "") return undefined;
  }
};
