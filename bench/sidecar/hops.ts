import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Environment, prepareEnvironment, sidecarFolder } from "./environment.js";

/** A process that stands between a service and its provider. */
export interface Hop {
  readonly label: string;
  /** The client that calls it: `hop` asks it for the object, `undici` as it would ask the provider. */
  readonly client: "hop" | "undici";
  readonly how: string;
  /** Its versions, as they are told. */
  readonly versions: string;
  /** The program, its arguments and its environment, for a port and the provider's base URL. */
  commandFor(
    port: number,
    provider: string,
  ): {
    readonly program: string;
    readonly args: readonly string[];
    readonly env: Readonly<Record<string, string>>;
  };
  /** The path that answers once it is ready, and what its clients' URL ends in. */
  readonly readyPath: string;
  readonly basePath: string;
}

/** Prepares one hop; throws with the reason where it cannot take part. */
export type PrepareHop = (scratch: string) => Hop;

const environmentVersions = (environment: Environment, names: readonly string[]): string =>
  names.map((name) => `${name} ${environment.versionOf(name)}`).join(", ");

const prepareFastApi: PrepareHop = () => {
  const environment = prepareEnvironment("requirements.txt");
  return {
    label: "FastAPI sidecar",
    client: "hop",
    how: "`bench/sidecar/app.py`: one worker of uvicorn, httpx to the provider, pydantic validates; called by bare undici.",
    versions: environmentVersions(environment, ["fastapi", "httpx", "uvicorn", "uvloop", "pydantic"]),
    commandFor: (port, provider) => ({
      program: environment.program("uvicorn"),
      args: [
        "app:app",
        "--app-dir",
        sidecarFolder,
        "--port",
        String(port),
        "--log-level",
        "warning",
        "--no-access-log",
      ],
      env: { PROVIDER_URL: provider },
    }),
    readyPath: "/ready",
    basePath: "",
  };
};

const prepareLiteLlm: PrepareHop = (scratch) => {
  const environment = prepareEnvironment("litellm.txt");
  return {
    label: "LiteLLM's proxy",
    client: "undici",
    how: "Its proxy with one model, without a database, keys and logs; called by bare undici, validates nothing.",
    versions: environmentVersions(environment, ["litellm", "fastapi", "uvicorn"]),
    commandFor(port, provider) {
      const config = join(scratch, "litellm.yaml");
      const model = { model: "openai/gpt-5.4-mini", api_base: provider, api_key: "k" };
      // JSON is YAML.
      const settings = {
        model_list: [{ model_name: "m", litellm_params: model }],
        litellm_settings: { num_retries: 0 },
      };
      writeFileSync(config, JSON.stringify(settings));
      return {
        program: environment.program("litellm"),
        args: ["--config", config, "--host", "127.0.0.1", "--port", String(port), "--telemetry", "False"],
        env: {
          // It would ask for a list of prices otherwise.
          LITELLM_LOCAL_MODEL_COST_MAP: "True",
          LITELLM_LOG: "ERROR",
          // Without a key it has nobody to look up, which is its quickest way.
          LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY: "true",
        },
      };
    },
    readyPath: "/health/liveliness",
    basePath: "/v1",
  };
};

/** All hops, by the names that are told where one cannot take part. */
export const hops: Readonly<Record<string, PrepareHop>> = {
  "FastAPI sidecar": prepareFastApi,
  "LiteLLM's proxy": prepareLiteLlm,
};
