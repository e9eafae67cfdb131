import { crc32 } from "node:zlib";

/** Headers of a message: texts by name, or the bytes as they are. */
type AwsHeaders = Readonly<Record<string, string>> | Uint8Array;

/** Writes a message of `application/vnd.amazon.eventstream`. Source: providers.md, section 3. */
export function encodeAwsMessage(headers: AwsHeaders, payload: string): Uint8Array {
  const head =
    headers instanceof Uint8Array
      ? headers
      : Buffer.concat(Object.entries(headers).map(([name, value]) => textHeader(name, value)));
  const body = Buffer.from(payload);
  const prelude = Buffer.alloc(8);
  prelude.writeUInt32BE(12 + head.length + body.length + 4, 0);
  prelude.writeUInt32BE(head.length, 4);
  const checked = Buffer.concat([prelude, checksum(prelude), head, body]);
  return Buffer.concat([checked, checksum(checked)]);
}

function textHeader(name: string, value: string): Uint8Array {
  const nameBytes = Buffer.from(name);
  const valueBytes = Buffer.from(value);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(valueBytes.length);
  return Buffer.concat([Uint8Array.of(nameBytes.length), nameBytes, Uint8Array.of(7), length, valueBytes]);
}

function checksum(bytes: Uint8Array): Uint8Array {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum;
}

/** Writes an event, with the headers Bedrock gives it. */
export function encodeAwsEvent(type: string, payload: string): Uint8Array {
  const headers = { ":event-type": type, ":content-type": "application/json", ":message-type": "event" };
  return encodeAwsMessage(headers, payload);
}

/** Writes an exception, with the headers Bedrock gives it. */
export function encodeAwsException(type: string, payload: string): Uint8Array {
  const headers = { ":exception-type": type, ":content-type": "application/json", ":message-type": "exception" };
  return encodeAwsMessage(headers, payload);
}

/**
 * Writes the messages that a text has one a line: `{"event":"contentBlockDelta","payload":{…}}`, with `exception` in
 * place of `event` for those. A payload that is a text is written as it is.
 */
export function encodeAwsLines(lines: string): Uint8Array {
  return Buffer.concat(
    lines
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => {
        const { event, exception, payload }: AwsLine = JSON.parse(line);
        const text = typeof payload === "string" ? payload : JSON.stringify(payload);
        return exception === undefined ? encodeAwsEvent(event ?? "", text) : encodeAwsException(exception, text);
      }),
  );
}

interface AwsLine {
  readonly event?: string;
  readonly exception?: string;
  readonly payload: unknown;
}

/** Writes JSON events as Bedrock's InvokeModel streams them: as base64 in events named `chunk`, with padding. */
export function encodeAwsChunks(events: readonly string[]): Uint8Array {
  return Buffer.concat(
    events.map((event, index) => {
      const padding = "abcdefghijklmnopqrstuvwxyz".slice(0, 1 + (index % 26));
      return encodeAwsEvent("chunk", JSON.stringify({ bytes: Buffer.from(event).toString("base64"), p: padding }));
    }),
  );
}
