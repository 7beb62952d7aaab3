import { setTimeout as pause } from "node:timers/promises";
import type { ApiClient, KubernetesObject } from "./api-client";

const RETRY_MILLISECONDS = 500;

interface List {
  readonly metadata: { readonly resourceVersion: string };
  readonly items: readonly KubernetesObject[];
}

interface WatchEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  readonly object: KubernetesObject;
}

/** What is there of a kind, kept up to date until stopped; survives an API server that goes away and comes back. */
export class Watch {
  private readonly objects = new Map<string, KubernetesObject>();
  private readonly stopped = new AbortController();

  public constructor(
    private readonly api: ApiClient,
    private readonly path: string,
  ) {
    void this.follow();
  }

  public get(namespace: string, name: string): KubernetesObject | undefined {
    return this.objects.get(`${namespace}/${name}`);
  }

  public all(): readonly KubernetesObject[] {
    return [...this.objects.values()];
  }

  public stop(): void {
    this.stopped.abort();
  }

  private async follow(): Promise<void> {
    while (!this.stopped.signal.aborted) {
      await this.once().catch(() => undefined);
      await pause(RETRY_MILLISECONDS, undefined, { signal: this.stopped.signal }).catch(() => undefined);
    }
  }

  private async once(): Promise<void> {
    const list = await this.api.get<List>(this.path);
    if (list === undefined) return;
    this.objects.clear();
    list.items.forEach((object) => {
      this.set(object);
    });
    const since = list.metadata.resourceVersion;
    const stream = await this.api.open("GET", `${this.path}?watch=true&resourceVersion=${since}`);
    const end = (): void => void stream.destroy();
    this.stopped.signal.addEventListener("abort", end);
    try {
      for await (const line of lines(stream)) this.take(JSON.parse(line) as WatchEvent);
    } finally {
      this.stopped.signal.removeEventListener("abort", end);
    }
  }

  private take({ type, object }: WatchEvent): void {
    if (type === "ADDED" || type === "MODIFIED") this.set(object);
    if (type === "DELETED") this.objects.delete(keyOf(object));
    if (type === "ERROR") throw new Error("the watch has to begin anew");
  }

  private set(object: KubernetesObject): void {
    this.objects.set(keyOf(object), object);
  }
}

function keyOf({ metadata: { namespace = "", name } }: KubernetesObject): string {
  return `${namespace}/${name}`;
}

async function* lines(stream: AsyncIterable<unknown>): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of stream) {
    const parts = (rest + String(chunk)).split("\n");
    rest = parts.pop() ?? "";
    yield* parts;
  }
}
