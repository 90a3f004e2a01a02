import { execFile } from "node:child_process";
import { createSecretKey } from "node:crypto";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

import { afterEach, describe, expect, test } from "@jest/globals";
import { deliver } from "@despliega/trainer/release/webhook/deliver.js";
import { signedHeaders } from "@despliega/trainer/release/webhook/sign.js";

import { startReceiver, type Receiver } from "./receiver.js";

const root = new URL("../../../../../", import.meta.url);

const MESSAGE = { id: "msg_1", body: '{"type":"pointer.moved"}' };
const PATIENCE = { pauses: [1, 1], answer: 20_000, whole: 20_000 };

describe("a message", () => {
  let receiver: Receiver | undefined;
  afterEach(() => receiver?.close());

  const sent = async (answers: readonly number[], patience = PATIENCE): Promise<unknown> => {
    receiver = await startReceiver(...answers);
    const secret = createSecretKey(receiver.secret.slice("whsec_".length), "base64");
    const other = createSecretKey(Buffer.alloc(24));
    const url = new URL(receiver.url);
    return deliver({ url, secrets: [other, secret] }, MESSAGE, patience);
  };
  const ids = () => receiver!.received.map(({ id }) => id);

  test("is signed as Standard Webhooks signs its own example", () => {
    const secret = createSecretKey("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "base64");
    const message = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", body: '{"test": 2432232314}' };
    expect(signedHeaders(message, [secret], new Date(1_614_265_330_999))).toEqual({
      "content-type": "application/json",
      "webhook-id": message.id,
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    });
  });

  test("is known to the program of the documentation, and a changed one is not", async () => {
    const page = await readFile(new URL("docs/webhook.md", root), "utf8");
    const [, program = ""] = /```js\n(.*?)```/s.exec(page) ?? [];
    const text = "hidden hidden hidden hidden.";
    const secret = createSecretKey(Buffer.from(text));
    const headers = signedHeaders(MESSAGE, [secret], new Date());
    const asked = [MESSAGE.body, `${MESSAGE.body} `].map(
      (body) => `isOurs(${JSON.stringify(headers)}, ${JSON.stringify(body)})`,
    );
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--input-type=module", "--eval", `${program}; console.log(${asked.join()})`],
      { env: { DESPLIEGA_WEBHOOK_SECRET: `whsec_${Buffer.from(text).toString("base64")}` } },
    );
    expect(stdout).toBe("true false\n");
  });

  test("is taken at once, by any of its secrets", async () => {
    expect(await sent([200])).toBeUndefined();
    expect(receiver!.received).toEqual([{ id: "msg_1", body: { type: "pointer.moved" } }]);
  });

  test("is tried again under the same id while the receiver is not well", async () => {
    expect(await sent([503, 429])).toBeUndefined();
    expect(ids()).toEqual(["msg_1", "msg_1", "msg_1"]);
  });

  test.each([
    ["a receiver that stays unwell", [500, 502, 503], "answered 503, at the third try", 3],
    ["a refusal, which is not tried again", [401], "answered 401, at the first try", 1],
    ["a redirection, which is not followed", [307], "answered 307, at the first try", 1],
  ])("is given up for %s", async (_name, answers, problem, tries) => {
    expect(await sent(answers)).toBe(`${new URL(receiver!.url).host} ${problem}`);
    expect(ids()).toHaveLength(tries);
  });

  test("is given up for a receiver that never answers, each try and all of them", async () => {
    const short = { ...PATIENCE, answer: 50 };
    expect(await sent([0, 0, 0], short)).toMatch(/ did not answer in time, at the third try$/);
    receiver!.close();
    const long = { pauses: [600_000], answer: 20_000, whole: 300 };
    expect(await sent([503], long)).toMatch(
      / (?:answered 503, and there is no time for another try|did not answer in time, .*)$/,
    );
  });

  test("is given up where nobody listens, and says no more than the host", async () => {
    const gone = await startReceiver();
    gone.close();
    const url = new URL(gone.url);
    expect(await deliver({ url, secrets: [] }, MESSAGE, { ...PATIENCE, pauses: [] })).toBe(
      `${url.host} cannot be reached (ECONNREFUSED), at the first try`,
    );
  });
});
