import { request } from "node:http";
import { parentPort, workerData } from "node:worker_threads";

/** One batch to be sent again and again. */
export interface BatchLoad {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

// A thread of its own: what the upload costs must not make the measured requests late.
const { url, body, headers } = workerData as BatchLoad;
const bytes = Buffer.from(body);
const options = {
  method: "POST",
  headers: { ...headers, "content-type": "application/json", "content-length": bytes.length },
  timeout: 30_000,
};

const send = (): void => {
  const sent = request(url, options, (response) => {
    response.resume();
    response.once("end", () => {
      parentPort!.postMessage(response.statusCode, []);
      send();
    });
  });
  sent.once("timeout", () => sent.destroy(new Error("A batch is not answered")));
  sent.end(bytes);
};
send();
