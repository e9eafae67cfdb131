import assert from "node:assert/strict";
import { encodeBase64, encodeMedia, toUrl } from "@outspec/runtime/providers/media";
import fc from "fast-check";
import { describe, it } from "vitest";

describe("media", () => {
  it("becomes base64 as Node writes it, however long", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => assert.equal(encodeBase64(bytes), Buffer.from(bytes).toString("base64"))),
    );
    const large = new Uint8Array(1_000_001).map((_, index) => index * 31);
    assert.equal(encodeBase64(large), Buffer.from(large).toString("base64"));
  });

  const table: readonly (readonly [mediaType: string, head: string])[] = [
    ["image/png", "89504e470d0a1a0a"],
    ["image/jpeg", "ffd8ffe000104a46"],
    ["image/gif", "474946383961"],
    ["image/webp", "52494646240000005745425056503820"],
    ["application/pdf", "255044462d312e37"],
  ];
  for (const [mediaType, head] of table) {
    it(`is recognised as ${mediaType} by its first bytes`, () => {
      const media = encodeMedia(new Uint8Array(Buffer.from(head, "hex")));
      assert.equal(media.kind === "data" && media.mediaType, mediaType);
    });
  }

  it("is refused when its bytes tell nothing", () => {
    assert.throws(() => encodeMedia(Uint8Array.of(1, 2, 3)), {
      code: "configuration",
      message: /pass \{ data, mediaType \}/,
    });
  });

  it("keeps an address and takes a data URL apart", () => {
    assert.equal(toUrl(encodeMedia(new URL("https://example.com/a.png"))), "https://example.com/a.png");
    assert.deepEqual(encodeMedia(new URL("data:image/png;base64,AQID")), {
      kind: "data",
      mediaType: "image/png",
      base64: "AQID",
    });
    assert.deepEqual(encodeMedia(new URL("data:,h%C3%A9")), { kind: "data", mediaType: "text/plain", base64: "aMOp" });
  });
});
