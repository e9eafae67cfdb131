import { runChecks } from "../../checks";
import * as own from "../../generated";

/** Gives what the checks came to. */
export async function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const urls = { openai: searchParams.get("openai") ?? "", anthropic: searchParams.get("anthropic") ?? "" };
  return Response.json(await runChecks(own, urls));
}
