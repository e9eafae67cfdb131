import { STATUS_CODES } from "node:http";
import { plural } from "../report/printable.ts";
import type { SimulatedRequest, Simulator } from "./user-runtime.ts";

/** What a simulator was asked. */
export interface RequestLog {
  /** One line on all requests up to now. */
  summary(): string;
}

/** Says a line about each request of a simulator as it is answered, and counts them. */
export function logRequests(simulator: Pick<Simulator, "received">, say: (text: string) => void): RequestLog {
  const seen: { readonly request: SimulatedRequest; status?: number | undefined }[] = [];
  const follow = async (): Promise<void> => {
    for (;;) {
      const entry: (typeof seen)[number] = { request: await simulator.received(seen.length) };
      seen.push(entry);
      // Not awaited: an answer that is held back must not hold back the next one's line.
      void entry.request.answered.then((status) => {
        entry.status = status;
        say(`${new Date().toTimeString().slice(0, 8)}  ${describe(entry.request, status)}\n`);
      });
    }
  };
  void follow();
  return {
    summary() {
      const counts = new Map<string, number>();
      for (const { request, status } of seen) {
        const line = describe(request, status);
        counts.set(line, (counts.get(line) ?? 0) + 1);
      }
      const parts = [...counts].map(([line, count]) => `${count} × ${line.replaceAll("  ", " ")}`);
      return `Simulated ${plural(seen.length, "request")}${parts.length === 0 ? "" : `: ${parts.join(", ")}`}.\n`;
    },
  };
}

/** What a request without a key is answered with; 403 is Google's and Bedrock's. */
const keyStatuses: readonly number[] = [401, 403];

function describe({ provider, model, stream, hasKey }: SimulatedRequest, status: number | undefined): string {
  const asked = `${provider}/${model}`;
  if (status === undefined) return `${asked}  no answer`;
  if (status < 400) return `${asked}  ${status}  ${stream ? "stream" : "whole answer"}`;
  const reason = keyStatuses.includes(status) && !hasKey ? "no key" : (STATUS_CODES[status] ?? "error").toLowerCase();
  return `${asked}  ${status}  ${reason}`;
}
