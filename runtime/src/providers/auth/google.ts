import { checkKey, unauthorized } from "../credentials.ts";
import { shorten } from "../error-body.ts";
import { asCount, asText } from "../json-values.ts";
import type { AuthContext, Authenticator, Kept, Model } from "../provider.ts";
import { redactKeys } from "../redact.ts";
import { fetchServiceAccountToken, googleScope, type ServiceAccount } from "./service-account.ts";

/** What is used of google-auth-library, in the form that its versions share. */
export interface GoogleAuthLibrary {
  readonly GoogleAuth: new (options: { readonly scopes: string }) => GoogleAuth;
}

/** Finds the credentials there are on a machine: of the file a variable names, of gcloud, of the cloud it runs in. */
export interface GoogleAuth {
  getClient(): Promise<GoogleAuthClient>;
}

/** Credentials that were found. `credentials` are those of the token that was given last. */
export interface GoogleAuthClient {
  readonly credentials: { readonly expiry_date?: number | null };
  getAccessToken(): Promise<{ readonly token?: string | null }>;
}

/**
 * Shows Google who asks, where no key says it: by a token for the service account that the variables
 * `GOOGLE_CLIENT_EMAIL` and `GOOGLE_PRIVATE_KEY` name, which works on every platform, or else by one of the Application
 * Default Credentials, which google-auth-library finds.
 *
 * A token is kept until it expires. Where there is none, a `ProviderError` of code `unauthorized` says what to do, so that the
 * next model is asked.
 */
export const googleAuthenticator: Authenticator = /* @__PURE__ */ createGoogleAuthenticator();

/** Makes the authenticator, which loads google-auth-library in the given way when it needs it. */
export function createGoogleAuthenticator(
  load: (name: string) => Promise<GoogleAuthLibrary> = importLibrary,
): Authenticator {
  return {
    kind: "token",
    token: (context) => {
      const account = serviceAccountIn(context.environment);
      return context.kept.get(
        () =>
          account === undefined ? fetchDefaultToken(load, context.model) : fetchServiceAccountToken(account, context),
        context.now,
      );
    },
  };
}

function serviceAccountIn(environment: AuthContext["environment"]): ServiceAccount | undefined {
  const email = environment["GOOGLE_CLIENT_EMAIL"]?.trim();
  const privateKey = environment["GOOGLE_PRIVATE_KEY"]?.trim();
  const keyId = environment["GOOGLE_PRIVATE_KEY_ID"]?.trim();
  if (!email || !privateKey) return undefined;
  return { email, privateKey, ...(keyId ? { keyId } : {}) };
}

const alternatives = "set GOOGLE_CLIENT_EMAIL and GOOGLE_PRIVATE_KEY, or pass accessToken";

async function fetchDefaultToken(
  load: (name: string) => Promise<GoogleAuthLibrary>,
  model: Model,
): Promise<Kept<string>> {
  let library: GoogleAuthLibrary;
  try {
    library = await load("google-auth-library");
  } catch (cause) {
    const hint = `install google-auth-library, or ${alternatives}`;
    throw unauthorized(`google-auth-library, which finds Google's credentials, is missing: ${hint}`, model, cause);
  }
  const { value, ...expiry } = await askLibrary(library, model);
  return { value: checkKey(value, "the access token that Google gave", model), ...expiry };
}

async function askLibrary({ GoogleAuth }: GoogleAuthLibrary, model: Model): Promise<Kept<string>> {
  try {
    const client = await new GoogleAuth({ scopes: googleScope }).getClient();
    const value = asText((await client.getAccessToken()).token);
    if (value === undefined) throw new Error("there is no token");
    const expiresAt = asCount(client.credentials.expiry_date);
    return expiresAt === undefined ? { value } : { value, expiresAt };
  } catch (error) {
    // Without its cause: errors of that library hold the request that failed, with its secrets.
    const reason = redactKeys(error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
    const hint = `run "gcloud auth application-default login", or set GOOGLE_APPLICATION_CREDENTIALS, or ${alternatives}`;
    throw unauthorized(`Google's default credentials do not work (${shorten(reason)}): ${hint}`, model);
  }
}

/**
 * The library is an optional peer, so a bundler must neither need it nor warn about it. It finds imports whose name it can
 * read, and some fold a constant back into the import before another one reads it; what comes in as a parameter stays an
 * import at run time in esbuild, rollup and vite, and in webpack with its comment. Platforms without packages reject here.
 */
function importLibrary(name: string): Promise<GoogleAuthLibrary> {
  return import(/* webpackIgnore: true */ /* @vite-ignore */ name);
}
