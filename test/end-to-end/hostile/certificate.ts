import { generateKeyPairSync, sign } from "node:crypto";

/** A certificate that signs itself, and its key. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** What a certificate says. */
export interface CertificateOptions {
  /** Names of hosts, and IPv4 addresses. */
  readonly hosts: readonly string[];
  /** Who it is for, in its own words. */
  readonly commonName?: string;
  readonly validFrom?: Date;
  readonly validTo?: Date;
}

const dayMs = 86_400_000;

/** Makes a certificate, written out in DER (X.509 v3, RFC 5280): no tool that does so is on every machine. */
export function makeCertificate({
  hosts,
  commonName = "provider",
  validFrom = new Date(Date.now() - dayMs),
  validTo = new Date(Date.now() + dayMs),
}: CertificateOptions): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = sequence(oid(1, 2, 840, 10045, 4, 3, 2));
  const name = sequence(tagged(0x31, sequence(oid(2, 5, 4, 3), tagged(0x0c, Buffer.from(commonName)))));
  const names = hosts.map((host) =>
    /^[\d.]+$/.test(host) ? tagged(0x87, Buffer.from(host.split(".").map(Number))) : tagged(0x82, Buffer.from(host)),
  );
  const extensions = sequence(
    sequence(oid(2, 5, 29, 19), tagged(0x04, sequence(tagged(0x01, Buffer.of(0xff))))),
    sequence(oid(2, 5, 29, 17), tagged(0x04, sequence(...names))),
  );
  const toBeSigned = sequence(
    tagged(0xa0, tagged(0x02, Buffer.of(2))),
    tagged(0x02, Buffer.of(1)),
    algorithm,
    name,
    sequence(time(validFrom), time(validTo)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    tagged(0xa3, extensions),
  );
  const signature = tagged(0x03, Buffer.concat([Buffer.of(0), sign("sha256", toBeSigned, privateKey)]));
  const lines = sequence(toBeSigned, algorithm, signature).toString("base64").replace(/.{64}/g, "$&\n");
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

function tagged(tag: number, content: Uint8Array): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}

function sequence(...parts: readonly Uint8Array[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function oid(first: number, second: number, ...rest: readonly number[]): Buffer {
  const bytes = rest.flatMap((value) => {
    const groups = [value & 0x7f];
    for (let left = value >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return tagged(0x06, Buffer.of(first * 40 + second, ...bytes));
}

function time(moment: Date): Buffer {
  return tagged(0x17, Buffer.from(`${moment.toISOString().slice(2, 19).replaceAll(/[-:T]/g, "")}Z`));
}
