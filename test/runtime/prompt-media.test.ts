import { describe, expect, it } from "vitest";
import { InputError } from "../../runtime/src/errors.ts";
import type { Prompt } from "../../runtime/src/prompt.ts";
import { toMessages } from "../../runtime/src/prompt.ts";
import { checkMedia } from "../../runtime/src/prompt-media.ts";

const ask = (picture: unknown, input: unknown = { by: "Ada", scan: { picture } }): void => {
  // What JavaScript hands in, whatever its types say.
  const prompt = {
    user: [
      { type: "text", text: "Look." },
      { type: "image", image: picture },
    ],
  } as Prompt;
  checkMedia(toMessages(prompt), input);
};

describe("the images and files of a prompt", () => {
  it("are bytes, addresses, or data with a media type", () => {
    const accepted = [
      new Uint8Array([1]),
      Buffer.from("x"),
      new URL("https://example.com/a.png"),
      { data: "AA==", mediaType: "image/png" },
      { data: new Uint8Array([1]), mediaType: "image/png" },
    ];
    for (const picture of accepted) expect(() => ask(picture)).not.toThrow();
  });

  it("are anything else only in an error that names the variable", () => {
    for (const picture of ["a.png", {}, null, 5, [], { data: "AA==" }, { data: 1, mediaType: "image/png" }]) {
      expect(() => ask(picture)).toThrow(InputError);
      expect(() => ask(picture)).toThrow(
        /^scan\.picture must be an image: a Uint8Array, a URL or \{ data, mediaType \}$/,
      );
    }
  });

  it("are said to be the prompt's where no variable holds them, and no value is quoted", () => {
    expect(() => ask("secret.png", {})).toThrow(/^an image of the prompt must be an image: (?!.*secret)/);
  });

  it("may stand in an input that refers to itself", () => {
    const input: Record<string, unknown> = {};
    input["self"] = input;
    expect(() => ask({}, input)).toThrow(InputError);
  });
});
