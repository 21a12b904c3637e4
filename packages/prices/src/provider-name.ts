import { isBedrockName } from "./model-name.ts";

/** What tools and gateways call a provider, and what the table calls it. */
const aliases: Readonly<Record<string, string>> = {
  "amazon-bedrock": "aws",
  "aws-bedrock": "aws",
  bedrock: "aws",
  bedrock_converse: "aws",
  "azure-cognitive-services": "azure",
  "azure-openai": "azure",
  azure_ai: "azure",
  "cloudflare-workers-ai": "cloudflare",
  "fireworks-ai": "fireworks",
  fireworks_ai: "fireworks",
  gemini: "google",
  "google-vertex": "google",
  "google-vertex-anthropic": "google",
  vertex: "google",
  "vertex-ai": "google",
  vertex_ai: "google",
  github_copilot: "github-copilot",
  mistralai: "mistral",
  moonshot: "moonshotai",
  "novita-ai": "novita",
  qwen: "alibaba",
  dashscope: "alibaba",
  "together-ai": "together",
  together_ai: "together",
  togetherai: "together",
  xai: "x-ai",
  "z-ai": "zai",
};

/** Whose price a bare model name has, in the order in which they are asked. */
export const makers: readonly string[] = [
  "anthropic",
  "openai",
  "google",
  "x-ai",
  "deepseek",
  "mistral",
  "moonshotai",
  "zai",
  "zhipuai",
  "minimax",
  "alibaba",
  "xiaomi",
  "meta",
  "cohere",
  "stepfun",
  "cursor",
  "github-copilot",
];

export function providerId(name: string): string {
  const plain = name.trim().toLowerCase();
  return Object.hasOwn(aliases, plain) ? aliases[plain]! : plain;
}

/** A model name taken apart: what is left of it, and the provider that it names itself. */
export interface NamedModel {
  readonly model: string;
  readonly provider?: string;
}

const vertexPath = /(?:^|\/)publishers\/[^/]+\/models\/([^/]+)$/;
const geminiPath = /^models\/(gemini-[^/]+)$/;
const bedrockArn = /^arn:aws[^:]*:bedrock:.*\/([^/]+)$/;

/** Finds the provider in a name: in a resource path, in Bedrock's dots, in Vertex's `@`. */
export function takeApart(name: string): NamedModel {
  const model = name.trim();
  const arn = bedrockArn.exec(model);
  if (arn) return { model: arn[1]!, provider: "aws" };
  const path = vertexPath.exec(model) ?? geminiPath.exec(model);
  if (path) return { model: path[1]!, provider: "google" };
  if (isBedrockName(model)) return { model, provider: "aws" };
  if (/^claude-[^/]*@/.test(model)) return { model, provider: "google" };
  if (model.startsWith("accounts/fireworks/")) return { model, provider: "fireworks" };
  if (model.startsWith("@cf/")) return { model, provider: "cloudflare" };
  return { model };
}

/** `provider/model` taken apart at its first slash, whatever stands before it. */
export function beforeSlash(name: string): Required<NamedModel> | undefined {
  const slash = name.indexOf("/");
  if (slash <= 0 || slash === name.length - 1) return undefined;
  return { provider: providerId(name.slice(0, slash)), model: name.slice(slash + 1) };
}
