import { memoryBlobStore, SeenBlob, verifyAudit, type BlobStore } from "@despliega/storage";

import { azuriteStoreOf } from "../../../support/azurite.js";
import type { Attack } from "../lib/attack.js";
import { askAbout, GOOD } from "../lib/people.js";

const CONTAINER = "attacked-audit-alone";

type Lines = readonly string[];

/** What a thief of the storage account may do to the lines of a blob: at each line, or undefined where it changes nothing. */
const CHANGES: Readonly<Record<string, (lines: Lines, at: number) => Lines | undefined>> = {
  "a line is removed": (lines, at) => lines.toSpliced(at, 1),
  "a byte of a line is changed": (lines, at) =>
    lines.with(at, lines[at]!.replace(/"at":"2/, '"at":"3')),
  "the name of a caller is changed": (lines, at) =>
    lines[at]!.includes("object-1")
      ? lines.with(at, lines[at]!.replaceAll("object-1", "object-2"))
      : undefined,
  "two lines change places": (lines, at) =>
    at === 0 ? undefined : lines.with(at, lines[at - 1]!).with(at - 1, lines[at]!),
  "a line comes twice": (lines, at) => lines.toSpliced(at, 0, lines[at]!),
  "a line is put in": (lines, at) =>
    lines.toSpliced(at, 0, '{"at":"2026-01-01T00:00:00.000Z","decision":"answered"}\n'),
  "a line is put in with a number": (lines, at) =>
    lines.toSpliced(
      at,
      0,
      `{"seq":${at + 1},"previous":"${"0".repeat(64)}","decision":"answered"}\n`,
    ),
  "the rest is cut off": (lines, at) => (at === 0 ? undefined : lines.slice(0, at)),
  "a line feed is removed": (lines, at) => lines.with(at, lines[at]!.trimEnd()),
  "a line is blank": (lines, at) => lines.with(at, "\n"),
};

type Blobs = ReadonlyMap<string, string>;

const storeOf = async (blobs: Blobs): Promise<BlobStore> => {
  const store = memoryBlobStore();
  for (const [name, text] of blobs) await store.append(name, Buffer.from(text), 0);
  return store;
};

/** Changes the audit that a real api wrote, in each way at each line, and looks whether it is found. */
export const audit: Attack = {
  tried: `${Object.keys(CHANGES).length} changes at every line of the audit of an api that answered about people, blobs that are removed, renamed or copied`,
  aim: "`despliega audit verify`, with the log of the api, finds nothing",
  stopped:
    "a chain over the lines of each writer, whose end is in the log of the api too ([The audit](audit.md), `storage/src/audit`)",
  async play({ sensitive, issuer, connectionString }) {
    // Other attacks end their apis at once, so that these lose the ends of their logs.
    const store = await azuriteStoreOf({ connectionString, container: CONTAINER });
    await store.ensureContainer();
    const target = await sensitive({ DESPLIEGA_AUDIT_CONTAINER_NAME: CONTAINER });
    for (let i = 0; i < 6; i++) {
      const token = await issuer.sign(i % 3 === 2 ? { roles: ["api"] } : GOOD);
      await askAbout(target.url, `${10_056 + i}`, token);
    }
    target.child.kill("SIGTERM");
    await target.ended;
    // The log of the api, which is elsewhere, says how far the audit was kept.
    const seen = target.lines.flatMap(({ msg, audit: head }) =>
      msg === "audit head" ? [SeenBlob.parse(head)] : [],
    );

    const blobs = new Map<string, string>();
    for await (const { name } of store.list(""))
      blobs.set(name, (await store.read(name)).bytes.toString());
    const whole = await verifyAudit(await storeOf(blobs), {});
    if (whole.faults > 0)
      throw new Error(`the audit is broken before: ${whole.findings[0]!.problem}`);

    const successes: string[] = [];
    let tries = 0;
    const look = async (what: string, changed: Blobs): Promise<void> => {
      tries++;
      const { faults } = await verifyAudit(await storeOf(changed), { seen });
      if (faults === 0) successes.push(what);
    };
    for (const [name, text] of blobs) {
      const lines = text.split(/(?<=\n)/);
      for (const [what, change] of Object.entries(CHANGES))
        for (const at of lines.keys()) {
          const changed = change(lines, at)?.join("");
          if (changed !== undefined && changed !== text)
            await look(
              `${what}: line ${at + 1} of ${lines.length}`,
              new Map(blobs).set(name, changed),
            );
        }
      const others = [...blobs].filter(([other]) => other !== name);
      const renamed = name.replace(/\d{4}-\d{2}-\d{2}/, "2026-01-01");
      await look("a blob is renamed", new Map([...others, [renamed, text]]));
      await look("a blob is copied", new Map([...blobs, [renamed, text]]));
    }
    return {
      tries,
      successes,
      figures: `${whole.lines} lines of ${whole.writers} writers`,
    };
  },
};
