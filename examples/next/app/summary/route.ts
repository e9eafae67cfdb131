import { answerFailure, readInput } from "../../answers";
import { generatePatientSummary } from "../../generated";

export async function POST(request: Request): Promise<Response> {
  try {
    const input = readInput(await request.json());
    const { output } = await generatePatientSummary(input, { signal: request.signal });
    return Response.json(output);
  } catch (problem) {
    return answerFailure(problem);
  }
}
