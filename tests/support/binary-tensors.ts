import type { Response } from "supertest";

/** A tensor with its elements in row-major order. */
export interface PlainTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly datatype: string;
  /** Or their bytes. */
  readonly data: readonly unknown[] | Buffer;
}

type Write = (bytes: Buffer, value: never) => unknown;

const fixed = (size: number, write: Write) => (value: unknown) => {
  const bytes = Buffer.alloc(size);
  write(bytes, value as never);
  return bytes;
};

const text = (value: unknown): Buffer => {
  const bytes = Buffer.from(value as string);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
};

/** Writes an element of each datatype; null is NaN. */
const WRITE: Readonly<Record<string, (value: unknown) => Buffer>> = {
  BOOL: fixed(1, (bytes, value: boolean) => bytes.writeUInt8(Number(value))),
  INT8: fixed(1, (bytes, value: number) => bytes.writeInt8(value)),
  INT16: fixed(2, (bytes, value: number) => bytes.writeInt16LE(value)),
  INT32: fixed(4, (bytes, value: number) => bytes.writeInt32LE(value)),
  INT64: fixed(8, (bytes, value: number) => bytes.writeBigInt64LE(BigInt(value))),
  UINT8: fixed(1, (bytes, value: number) => bytes.writeUInt8(value)),
  UINT16: fixed(2, (bytes, value: number) => bytes.writeUInt16LE(value)),
  UINT32: fixed(4, (bytes, value: number) => bytes.writeUInt32LE(value)),
  UINT64: fixed(8, (bytes, value: number) => bytes.writeBigUInt64LE(BigInt(value))),
  FP32: fixed(4, (bytes, value: number | null) => bytes.writeFloatLE(value ?? NaN)),
  FP64: fixed(8, (bytes, value: number | null) => bytes.writeDoubleLE(value ?? NaN)),
  BYTES: text,
};

/** The bytes of a tensor's elements. */
export const tensorBytes = ({ datatype, data }: PlainTensor): Buffer =>
  Buffer.isBuffer(data) ? data : Buffer.concat(data.map(WRITE[datatype]!));

/** A request with its tensors as bytes, and the header that says where its JSON ends. */
export const binaryRequest = (inputs: readonly PlainTensor[], more: object = {}) => {
  const parts = inputs.map(tensorBytes);
  const json = Buffer.from(
    JSON.stringify({
      ...more,
      inputs: inputs.map(({ name, shape, datatype }, i) => ({
        name,
        shape,
        datatype,
        parameters: { binary_data_size: parts[i]!.length },
      })),
    }),
  );
  return {
    body: Buffer.concat([json, ...parts]),
    headers: { "inference-header-content-length": `${json.length}` },
  };
};

const texts = (bytes: Buffer): string[] => {
  const found: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readUInt32LE(at);
    found.push(bytes.toString("utf8", at + 4, at + 4 + length));
    at += 4 + length;
  }
  return found;
};

/** Reads the elements of the datatypes that answers have. */
const READ: Readonly<Record<string, (bytes: Buffer) => readonly unknown[]>> = {
  INT64: (bytes) =>
    Array.from({ length: bytes.length / 8 }, (_, i) => Number(bytes.readBigInt64LE(8 * i))),
  FP64: (bytes) => Array.from({ length: bytes.length / 8 }, (_, i) => bytes.readDoubleLE(8 * i)),
  BYTES: texts,
};

/** An answer with outputs in bytes, as its JSON would be. */
export const readBinaryAnswer = (body: Buffer, header: string | undefined) => {
  let at = Number(header);
  const answer = JSON.parse(body.toString("utf8", 0, at)) as {
    readonly outputs: readonly (PlainTensor & {
      readonly parameters?: { readonly binary_data_size: number };
    })[];
  };
  const outputs = answer.outputs.map(({ parameters, ...output }) => {
    if (parameters === undefined) return output;
    const bytes = body.subarray(at, (at += parameters.binary_data_size));
    return { ...output, data: READ[output.datatype]!(bytes) };
  });
  return { ...answer, outputs, rest: body.length - at };
};

/** Collects the body of an answer as bytes, for supertest. */
export const bytesOf = (
  response: Response,
  done: (error: Error | null, body: Buffer) => void,
): void => {
  const chunks: Buffer[] = [];
  response.on("data", (chunk: Buffer) => chunks.push(chunk));
  response.on("end", () => done(null, Buffer.concat(chunks)));
};
