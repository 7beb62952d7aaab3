import type { Artifact } from "../artifact/artifact";
import { entriesOf, itemsOf, textOf, valueAt, type JsonObject, type JsonValue } from "../artifact/json";
import { elasticsearchSetup, type ElasticsearchSetupFile } from "../artifact/native/elasticsearch";
import { indexSetting } from "../artifact/native/index-setting";

/** A document that puts indices under a lifecycle policy: a template, or settings for indices that exist. */
export interface LifecycleUse {
  readonly file: ElasticsearchSetupFile;
  /** Name of the policy. */
  readonly policy: string;
  readonly isForLogs: boolean;
}

/** Names under which traces are indexed; everything else that the set-up brings counts as logs. */
const TRACES = /^(jaeger|traces)/;

/** The lifecycle policies of traces, where rollover is used for them. */
export function tracePolicies(artifact: Artifact): readonly ElasticsearchSetupFile[] {
  return lifecyclePolicies(artifact).filter((file) => !isLogPolicy(artifact, file));
}

/** The lifecycle policies of logs. A policy that a template of logs names is one, whatever its own name. */
export function logPolicies(artifact: Artifact): readonly ElasticsearchSetupFile[] {
  return lifecyclePolicies(artifact).filter((file) => isLogPolicy(artifact, file));
}

function lifecyclePolicies(artifact: Artifact): readonly ElasticsearchSetupFile[] {
  return elasticsearchSetup(artifact).filter(({ type }) => type === "ilm");
}

function isLogPolicy(artifact: Artifact, file: ElasticsearchSetupFile): boolean {
  const named = lifecycleUses(artifact).filter(({ policy }) => policy === file.name);
  return !TRACES.test(file.name) || named.some(({ isForLogs }) => isForLogs);
}

/** Every document of the set-up that puts indices under a policy. */
export function lifecycleUses(artifact: Artifact): readonly LifecycleUse[] {
  return elasticsearchSetup(artifact).flatMap((file) => {
    const { document, type } = file;
    const settings = valueAt(document, "template.settings") ?? valueAt(document, "settings") ?? document;
    const policy = textOf(indexSetting(settings, "lifecycle.name"));
    return type === "ilm" || policy === undefined ? [] : [{ file, policy, isForLogs: isForLogs(file) }];
  });
}

/** Whether new indices get their settings from the document. */
export function isTemplate({ type }: ElasticsearchSetupFile): boolean {
  return type === "component-template" || type === "index-template";
}

function isForLogs(file: ElasticsearchSetupFile): boolean {
  if (!isTemplate(file)) return true;
  const { name, document } = file;
  const patterns = itemsOf(document?.index_patterns).flatMap((pattern) => textOf(pattern) ?? []);
  return [name, ...patterns].some((text) => text.includes("logs"));
}

/** Every value under a key, wherever in a document. */
export function valuesUnder(document: JsonObject | undefined, key: string): readonly JsonValue[] {
  const search = (value: JsonValue): readonly JsonValue[] => [
    ...entriesOf(value).flatMap(([name, child]) => [...(name === key ? [child] : []), ...search(child)]),
    ...itemsOf(value).flatMap(search),
  ];
  return document === undefined ? [] : search(document);
}

/** The place of a setting inside a file that stands in the artifact as a text. */
export function inFile(path: string, setting: string): string {
  return `${path} > ${setting}`;
}
