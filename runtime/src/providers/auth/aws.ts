import { checkKey, failedFunction, unauthorized } from "../credentials.ts";
import type { AuthContext, Authenticator, AwsCredentials, Kept, Model } from "../provider.ts";
import { signRequest } from "./sigv4.ts";

/**
 * Shows AWS who asks, where no key says it: signs each request with the model's `credentials`, or with those of the variables
 * that AWS's own SDKs read.
 *
 * Missing ones, and a function that fails, throw a `ProviderError` of code `unauthorized`, so that the next model is asked.
 */
export const awsAuthenticator: Authenticator = {
  kind: "signature",
  async sign(request, context) {
    const { model, places, now } = context;
    const { auth } = model.row;
    if (auth.scheme !== "aws") throw new Error(`${model.row.id} takes no signature of AWS`);
    if (places.region === undefined) throw unauthorized(`${model.id} needs a region to sign for`, model);
    const credentials = await findCredentials(context);
    const { accessKeyId, secretAccessKey, sessionToken = "" } = credentials;
    return {
      request: await signRequest(request, { credentials, region: places.region, service: auth.service, now }),
      secrets: [accessKeyId, secretAccessKey, sessionToken].filter((secret) => secret !== ""),
    };
  },
};

function findCredentials({ model, environment, kept, now }: AuthContext): AwsCredentials | Promise<AwsCredentials> {
  const { credentials } = model.options;
  if (typeof credentials === "function") return kept.get(() => fromFunction(credentials, model), now);
  if (credentials !== undefined) return checkCredentials(credentials, model);
  return fromEnvironment(environment, model);
}

function fromEnvironment(environment: AuthContext["environment"], model: Model): AwsCredentials {
  const read = (name: string) => environment[name]?.trim() || undefined;
  const accessKeyId = read("AWS_ACCESS_KEY_ID");
  const secretAccessKey = read("AWS_SECRET_ACCESS_KEY");
  const sessionToken = read("AWS_SESSION_TOKEN");
  if (accessKeyId === undefined && secretAccessKey === undefined) {
    const keys = model.row.env.key.map((name) => `${name}, or `).join("");
    throw unauthorized(`nothing says who asks: set ${keys}AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY`, model);
  }
  if (accessKeyId === undefined) throw unauthorized("AWS_ACCESS_KEY_ID is not set", model);
  if (secretAccessKey === undefined) throw unauthorized("AWS_SECRET_ACCESS_KEY is not set", model);
  return {
    accessKeyId: checkKey(accessKeyId, "AWS_ACCESS_KEY_ID", model),
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken: checkKey(sessionToken, "AWS_SESSION_TOKEN", model) }),
  };
}

async function fromFunction(give: () => Promise<AwsCredentials>, model: Model): Promise<Kept<AwsCredentials>> {
  let given: AwsCredentials;
  try {
    given = await give();
  } catch (cause) {
    throw failedFunction("credentials function", model, cause);
  }
  const value = checkCredentials(given, model);
  const expiresAt = given.expiration?.getTime();
  return expiresAt === undefined ? { value } : { value, expiresAt };
}

/** The credentials in the form they are sent in. Callers in JavaScript have no compiler to tell them what these are. */
function checkCredentials(given: AwsCredentials | undefined, model: Model): AwsCredentials {
  const read = (name: "accessKeyId" | "secretAccessKey" | "sessionToken") => {
    const value: unknown = given?.[name];
    return typeof value === "string" ? value.trim() : "";
  };
  const accessKeyId = read("accessKeyId");
  const secretAccessKey = read("secretAccessKey");
  const sessionToken = read("sessionToken");
  for (const [name, value] of Object.entries({ accessKeyId, secretAccessKey })) {
    if (value === "") throw unauthorized(`the credentials of ${model.id} have no ${name}`, model);
  }
  const check = (name: string, value: string) => checkKey(value, `the ${name} of ${model.id}`, model);
  return {
    accessKeyId: check("accessKeyId", accessKeyId),
    secretAccessKey,
    ...(sessionToken === "" ? {} : { sessionToken: check("sessionToken", sessionToken) }),
  };
}
