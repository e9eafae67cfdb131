import { crc32 } from "../../framing/crc32.ts";
import type { Random } from "../instance/random.ts";
import type { JsonObject } from "../instance/schema.ts";

/** The media type of AWS's event streams. */
export const eventStreamType = "application/vnd.amazon.eventstream";

/** Writes an event with the headers Bedrock gives it. Source: providers.md, section 9.3, and the recordings. */
export function writeAwsEvent(type: string, payload: JsonObject): Uint8Array {
  const headers = { ":event-type": type, ":content-type": "application/json", ":message-type": "event" };
  return writeMessage(headers, JSON.stringify(payload));
}

/** Writes an exception: the last message of a stream that fails. Source: providers.md, section 9.3. */
export function writeAwsException(type: string, payload: JsonObject): Uint8Array {
  const headers = { ":exception-type": type, ":content-type": "application/json", ":message-type": "exception" };
  return writeMessage(headers, JSON.stringify(payload));
}

const paddingCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** The member `p`, which hides how long a piece of an answer is. Source: traffic-oddities.md, item 34. */
export function writePadding(random: Random): string {
  return paddingCharacters.slice(0, random.integer(1, paddingCharacters.length));
}

const encoder = new TextEncoder();
const preludeBytes = 8;
const checksumBytes = 4;
const textType = 7;

/** Lengths and their checksum, headers, payload, checksum of it all. Source: providers.md, section 3. */
function writeMessage(headers: Readonly<Record<string, string>>, text: string): Uint8Array {
  const head = Uint8Array.from(Object.entries(headers).flatMap(([name, value]) => [...headerBytes(name, value)]));
  const payload = encoder.encode(text);
  const headStart = preludeBytes + checksumBytes;
  const end = headStart + head.length + payload.length;
  const message = new Uint8Array(end + checksumBytes);
  const view = new DataView(message.buffer);
  view.setUint32(0, message.length);
  view.setUint32(4, head.length);
  view.setUint32(preludeBytes, crc32(message.subarray(0, preludeBytes)));
  message.set(head, headStart);
  message.set(payload, headStart + head.length);
  view.setUint32(end, crc32(message.subarray(0, end)));
  return message;
}

/** The names and values written here are short, so that a byte holds each length, the higher of a value's two being zero. */
function headerBytes(name: string, value: string): readonly number[] {
  const nameBytes = encoder.encode(name);
  const valueBytes = encoder.encode(value);
  return [nameBytes.length, ...nameBytes, textType, 0, valueBytes.length, ...valueBytes];
}
