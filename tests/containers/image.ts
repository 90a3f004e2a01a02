import { say, run, tool } from "./tool.js";

/** The images of this project. */
export type Part = "api" | "trainer";

/** The commit that the images of the tests say they are from. */
export const COMMIT = "0123456789abcdef0123456789abcdef01234567";

/** The base that this machine has, which may be another build than that of the digest in the Dockerfiles. */
export const BASE = "docker.io/library/node:24-bookworm-slim";

/** The name that the tests give to an image. */
export const imageOf = (part: Part): string => `despliega-${part}:test`;

/** Builds an image as the pipelines do; what has not changed since the last time comes from the tool's cache. */
export const build = async (part: Part): Promise<void> => {
  const file = `docker/${part}.Dockerfile`;
  const given = [`COMMIT=${COMMIT}`, `NODE_IMAGE=${BASE}`].flatMap((arg) => ["--build-arg", arg]);
  const { code, stderr } = await say(
    [tool!, "build", "-f", file, ...given, "-t", imageOf(part), "."],
    { seconds: 600 },
  );
  if (code !== 0) throw new Error(`${file} cannot be built: ${stderr.slice(-4_000)}`);
};

/** What an image is made to be. */
export const inspect = async (
  image: string,
): Promise<{ readonly Size: number; readonly Config: ImageConfig }> =>
  (JSON.parse(await run("image", "inspect", image)) as [{ Size: number; Config: ImageConfig }])[0];

interface ImageConfig {
  readonly User: string;
  readonly Labels: Readonly<Record<string, string>>;
}

/** Megabytes that an image adds to its base. */
export const megabytesBeyondBase = async (part: Part): Promise<number> =>
  ((await inspect(imageOf(part))).Size - (await inspect(BASE)).Size) / 1e6;

/** Paths of all files under the directory of the program. */
export const filesIn = async (part: Part): Promise<string[]> => {
  const list = "console.log(fs.readdirSync('.', { recursive: true }).join('\\n'))";
  return (await run("run", "--rm", "--entrypoint", "node", imageOf(part), "-e", list)).split("\n");
};
