import { protobuf } from "@despliega/storage";

import * as wire from "../wire.js";

const { bytesOf, readMessage, textsOf } = protobuf;
type Fields = protobuf.Fields;

const GRAPH = 7;
const NODES = 1;
const OUTPUTS = 12;

/**
 * Makes the probabilities that a graph turns into maps of classes its outputs, as they are before: the runtime for Node.js
 * knows no maps. A file without such maps stays as it is.
 */
export const withoutZipMaps = (bytes: Buffer): Buffer => {
  const model = readMessage(bytes);
  const graph = readMessage(bytesOf(model, GRAPH)[0]!);
  const zipped = new Map<string, string>();
  const nodes = bytesOf(graph, NODES).filter((message) => {
    const node = readMessage(message);
    if (textsOf(node, 4)[0] !== "ZipMap") return true;
    zipped.set(textsOf(node, 2)[0]!, textsOf(node, 1)[0]!);
    return false;
  });
  if (zipped.size === 0) return bytes;
  const outputs = bytesOf(graph, OUTPUTS).map((message) => {
    const before = zipped.get(textsOf(readMessage(message), 1)[0] ?? "");
    return before === undefined ? message : Buffer.concat(wire.text(1, before));
  });
  const changed = written(new Map([...graph, [NODES, nodes], [OUTPUTS, outputs]]));
  return written(new Map([...model, [GRAPH, [changed]]]));
};

/** Writes the fields of a message. Neither models nor graphs have fields of a fixed size. */
const written = (fields: Fields): Buffer =>
  Buffer.concat(
    [...fields].flatMap(([field, values]) =>
      values.flatMap((value) =>
        typeof value === "bigint" ? wire.integer(field, Number(value)) : wire.bytes(field, value),
      ),
    ),
  );
