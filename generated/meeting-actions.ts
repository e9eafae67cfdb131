// Generated from schemas/meeting-actions.yaml. Do not edit: change the spec and run `outspec generate`.

import { defineOutput, generate, stream } from "@outspec/runtime/codegen";
import type { CallOptions, OutputSpec, OutputStream, Prompt, Result } from "@outspec/runtime";
import { codec, schema, table, validate } from "./internal/meeting-actions.js";
import { router } from "./router.js";

/** Decisions and follow-ups of a meeting. */
export interface MeetingActions {
  /** A few words that name the meeting. */
  title: string;

  /** One sentence each. */
  decisions: string[];

  /** Follow-ups in the order in which they came up. */
  actions: MeetingActionsAction[];

  /** When the group meets again, or null. */
  next_meeting: string | null;
}

export interface MeetingActionsAction {
  /** What is to be done, as an instruction. */
  task: string;

  /** A participant, or null when nobody took it. */
  owner: string | null;

  /** Null when no date was set. */
  due_on: string | null;

  /** From 1, before anything else, to 3, when there is time. */
  priority: number;
}

/** A {@link MeetingActions} while it is being written: absent means not decided yet. */
export interface PartialMeetingActions {
  readonly title?: string;
  readonly decisions?: readonly string[];
  readonly actions?: readonly PartialMeetingActionsAction[];
  readonly next_meeting?: string | null;
}

/** A {@link MeetingActionsAction} while it is being written: absent means not decided yet. */
export interface PartialMeetingActionsAction {
  readonly task?: string;
  readonly owner?: string | null;
  readonly due_on?: string | null;
  readonly priority?: number;
}

/** What the prompt needs. */
export interface MeetingActionsInput {
  held_on: string;
  participants: string[];
  transcript: string;
}

/** The prompt, as it is sent. */
function prompt(input: MeetingActionsInput): Prompt {
  return {
    system: "List what was decided and who does what by when. Use null when the meeting left it open.",
    user: [
      {
        type: "text",
        text:
          "Participants:\n" +
          input.participants.map((item) => `- ${item}\n`).join(""),
      },
      {
        type: "text",
        text:
          `Transcript of ${input.held_on}:\n` +
          "\n" +
          `${input.transcript}\n`,
      },
    ],
  };
}

/** The spec itself: schema, validator, Standard Schema interface. Holds no prompt and no router, so a browser may import it. */
export const meetingActions: OutputSpec<MeetingActions> = /* @__PURE__ */ defineOutput({
  name: "MeetingActions",
  schema,
  validate,
  table,
});

/** Asks for one complete {@link MeetingActions}; resolves once it has been validated. */
export function generateMeetingActions(input: MeetingActionsInput, options?: CallOptions): Promise<Result<MeetingActions>> {
  return generate({ prompt, router, codec }, input, options);
}

/** Streams a {@link MeetingActions}: partials as they are written, then the validated result. */
export function streamMeetingActions(
  input: MeetingActionsInput,
  options?: CallOptions,
): OutputStream<MeetingActions, PartialMeetingActions> {
  return stream({ prompt, router, codec }, input, options);
}
