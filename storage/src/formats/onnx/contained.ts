import { bytesOf, readMessage, textsOf, wholesOf, type Fields } from "./message.js";

/** Bytes of a file at most. In base64 they are still one string. */
export const MAX_ONNX_BYTES = 128 * 1024 ** 2;

/** Operators that every runtime has. The empty name is that of ONNX itself. */
const DOMAINS: ReadonlySet<string> = new Set(["", "ai.onnx", "ai.onnx.ml"]);

/** Operators that answer the same row with another number each time. */
const RANDOM = /^(Random|Multinomial$|Bernoulli$)/;

/**
 * Requires that a file in the format ONNX is all of its model: it reads no other file, and asks for no operators of others.
 *
 * @throws RangeError whose message is the end of a sentence that begins with the file
 */
export const requireContained = (bytes: Buffer): void => {
  if (bytes.length > MAX_ONNX_BYTES) throw new RangeError("has more than 128 MiB");
  const model = messageOf(bytes);
  // Functions may be of any domain, and training has graphs of its own.
  if (bytesOf(model, 25).length > 0) throw new RangeError("has functions of its own");
  if (bytesOf(model, 20).length > 0) throw new RangeError("has graphs to train");
  const [graph] = messages(model, 7);
  if (graph === undefined) throw new RangeError("has no graph");
  requireGraph(graph);
};

/** Reads the message of a file. @throws RangeError */
const messageOf = (bytes: Buffer): Fields => {
  try {
    return readMessage(bytes);
  } catch (cause) {
    throw new RangeError("is not in the format ONNX", { cause });
  }
};

const messages = (fields: Fields, field: number): readonly Fields[] =>
  bytesOf(fields, field).map(messageOf);

const requireGraph = (graph: Fields): void => {
  messages(graph, 5).forEach(requireTensor);
  messages(graph, 15).forEach(requireSparse);
  for (const node of messages(graph, 1)) {
    const [domain = ""] = textsOf(node, 7);
    const [operator = ""] = textsOf(node, 4);
    if (!DOMAINS.has(domain)) throw new RangeError(`has the operator ${operator} of ${domain}`);
    if (RANDOM.test(operator))
      throw new RangeError(`has the operator ${operator}, which is random`);
    messages(node, 5).forEach(requireAttribute);
  }
};

/** A tensor, a graph, a sparse tensor, or lists of them. */
const requireAttribute = (attribute: Fields): void => {
  for (const field of [5, 10]) messages(attribute, field).forEach(requireTensor);
  for (const field of [6, 11]) messages(attribute, field).forEach(requireGraph);
  for (const field of [22, 23]) messages(attribute, field).forEach(requireSparse);
};

const requireSparse = (tensor: Fields): void => {
  for (const field of [1, 2]) messages(tensor, field).forEach(requireTensor);
};

const requireTensor = (tensor: Fields): void => {
  const isElsewhere = wholesOf(tensor, 14).some((place) => place !== 0);
  if (isElsewhere || bytesOf(tensor, 13).length > 0)
    throw new RangeError("keeps data in other files");
};
