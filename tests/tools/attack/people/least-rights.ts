import type { BlobStore } from "@despliega/storage";

import { azuriteStoreOf } from "../../../support/azurite.js";
import { startContainerRights } from "../../../support/container-rights.js";
import { accountPart, signatureFor } from "../../../support/sas.js";
import { promoteTiny, SENSITIVE } from "../../../support/release.js";
import type { Attack } from "../lib/attack.js";
import { askAbout, GOOD } from "../lib/people.js";

/** Containers apart, each with the rights that `docs/sensitive.md` gives the api there. */
const RIGHTS = {
  "attacked-apart": "rl",
  "attacked-apart-private": undefined,
  "attacked-apart-predictions": "ac",
  "attacked-apart-audit": "ac",
} as const;
type Container = keyof typeof RIGHTS;
const [RELEASES, PRIVATE, PREDICTIONS, AUDIT] = Object.keys(RIGHTS) as [
  Container,
  Container,
  Container,
  Container,
];

/** What must not reach a thief of the api: blobs of the container for the trainer alone. */
const HIDDEN: Readonly<Record<string, string>> = {
  "input/vih/people.csv": "a person",
  "identities/vih/20260131T235959Z-00000001/identities.csv": "a person",
  "output/vih/20260131T235959Z-00000001/train_model.csv": "a person",
};

/** One request, and the letter of the right that it needs. */
interface Request {
  readonly name: string;
  readonly needs: string;
  readonly method: string;
  /** Beside the signature. */
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const BLOCK = { "x-ms-blob-type": "BlockBlob" };
const APPEND = { "x-ms-blob-type": "AppendBlob" };
const LINE = "a line of a thief\n";
const BLOCKS = `<?xml version="1.0" encoding="utf-8"?><BlockList></BlockList>`;

/** What can be tried at a blob that is there. */
const AT_BLOB: readonly Request[] = [
  { name: "read it", needs: "r", method: "GET" },
  { name: "read its properties", needs: "r", method: "HEAD" },
  { name: "read its metadata", needs: "r", method: "GET", query: "comp=metadata" },
  { name: "overwrite it", needs: "w", method: "PUT", headers: BLOCK, body: LINE },
  { name: "begin it again", needs: "w", method: "PUT", headers: APPEND },
  {
    name: "overwrite it if it is there",
    needs: "w",
    method: "PUT",
    headers: { ...BLOCK, "if-match": "*" },
    body: LINE,
  },
  {
    name: "put a block beside it",
    needs: "w",
    method: "PUT",
    query: "comp=block&blockid=MDAwMQ%3D%3D",
    body: LINE,
  },
  { name: "empty its blocks", needs: "w", method: "PUT", query: "comp=blocklist", body: BLOCKS },
  {
    name: "change its metadata",
    needs: "w",
    method: "PUT",
    query: "comp=metadata",
    headers: { "x-ms-meta-a": "1" },
  },
  {
    name: "change its type",
    needs: "w",
    method: "PUT",
    query: "comp=properties",
    headers: { "x-ms-blob-content-type": "text/html" },
  },
  {
    name: "take a lease, so that nobody else writes",
    needs: "w",
    method: "PUT",
    query: "comp=lease",
    headers: { "x-ms-lease-action": "acquire", "x-ms-lease-duration": "-1" },
  },
  { name: "append to it", needs: "a", method: "PUT", query: "comp=appendblock", body: LINE },
  { name: "delete it", needs: "d", method: "DELETE" },
  {
    name: "delete it with its snapshots",
    needs: "d",
    method: "DELETE",
    headers: { "x-ms-delete-snapshots": "include" },
  },
];

/** What can be tried at a container. Nothing of it is a right of the api but to list. */
const AT_CONTAINER: readonly Request[] = [
  { name: "list it", needs: "l", method: "GET", query: "restype=container&comp=list" },
  {
    name: "open it to everybody",
    needs: "-",
    method: "PUT",
    query: "restype=container&comp=acl",
    headers: { "x-ms-blob-public-access": "container" },
  },
  { name: "delete it", needs: "-", method: "DELETE", query: "restype=container" },
];

const VERSION = { "x-ms-version": "2021-12-02" };

/** Does with the rights of the api what the api never does. */
export const leastRights: Attack = {
  tried: `${AT_BLOB.length} requests at every blob and ${AT_CONTAINER.length} at every container of an api of a model about people that has a signature for each container, with each of its signatures: read inputs and identities, read, overwrite, lease and delete releases, recorded answers and audit records`,
  aim: "one is carried out that the api does not need for its work, or the api asks for a blob that is not for it",
  stopped:
    "containers apart, and rights for each: read and list, nothing, add ([What the api can reach](sensitive.md#what-the-api-can-reach)). In Azure the roles of `cicd/infra/modules/access.bicep` say the same",
  async play({ connectionString, issuer, sensitive, later }) {
    const stores = new Map<Container, BlobStore>();
    for (const container of Object.keys(RIGHTS) as Container[]) {
      const store = await azuriteStoreOf({ connectionString, container });
      await store.ensureContainer();
      stores.set(container, store);
    }
    await promoteTiny(stores.get(RELEASES)!, { model: "vih", description: SENSITIVE });
    for (const [name, text] of Object.entries(HIDDEN))
      await stores.get(PRIVATE)!.write(name, Buffer.from(text));

    await stores
      .get(PREDICTIONS)!
      .append("predictions/vih/2026-01-31/api-1.jsonl", Buffer.from("{}\n"), 0);

    const rights = await startContainerRights(RIGHTS, connectionString);
    later(async () => rights.close());
    const target = await sensitive({
      AZURE_STORAGE_CONNECTION_STRING: rights.connectionString,
      DESPLIEGA_CONTAINER_NAME: RELEASES,
      DESPLIEGA_PREDICTION_CONTAINER_NAME: PREDICTIONS,
      DESPLIEGA_AUDIT_CONTAINER_NAME: AUDIT,
    });
    const { status } = await askAbout(target.url, "10056", await issuer.sign(GOOD));
    if (status !== 200) throw new Error(`the api cannot work with these rights: ${status}`);
    if ((await namesIn(stores.get(AUDIT)!)).length === 0) throw new Error("nothing is on record");

    const successes = [...rights.asked]
      .filter((asked) => asked.includes(` ${PRIVATE}`) || / (?:input|identities)$/.test(asked))
      .map((asked) => `the api itself: ${asked}`);
    let [tries, allowed] = [0, 0];
    const endpoint = accountPart("BlobEndpoint", connectionString);
    const signatures = (Object.keys(RIGHTS) as Container[]).flatMap((of) => {
      const letters = RIGHTS[of];
      return letters === undefined
        ? []
        : [{ of, letters, query: signatureFor(of, letters, { connectionString }) }];
    });
    const attempt = async (
      container: Container,
      blob: string | undefined,
      { name, needs, method, query = "", headers, body }: Request,
    ): Promise<void> => {
      for (const signature of signatures) {
        const place = `${container}${blob === undefined ? "" : `/${blob}`}`;
        const answer = await fetch(
          `${endpoint}/${place}?${[query, signature.query].filter(Boolean).join("&")}`,
          { method, headers: { ...VERSION, ...headers }, body: body ?? null },
        );
        await answer.arrayBuffer();
        tries++;
        if (!answer.ok) continue;
        if (signature.of === container && signature.letters.includes(needs)) allowed++;
        else successes.push(`${name}: ${place}, with the signature for ${signature.of}`);
      }
    };
    for (const [container, store] of stores) {
      for (const blob of await namesIn(store))
        for (const request of AT_BLOB) await attempt(container, blob, request);
      for (const request of AT_CONTAINER) await attempt(container, undefined, request);
    }
    return { tries, successes, figures: `${allowed} allowed, as the api needs them` };
  },
};

const namesIn = async (store: BlobStore): Promise<readonly string[]> => {
  const names: string[] = [];
  for await (const { name } of store.list("")) names.push(name);
  return names;
};
