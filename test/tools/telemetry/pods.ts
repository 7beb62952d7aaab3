import { appendFileSync, mkdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";

/** A pod whose container writes logs or sends telemetry. */
export interface LabPod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** Also the label from which the name of the service is taken. */
  readonly container: string;
  /** @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
  /** @default - none that anybody sends from */
  readonly address?: string;
}

/** A pod of a service, with an id made from its number. */
export function labPod(service: string, changes: Partial<LabPod> = {}): LabPod {
  const namespace = changes.namespace ?? "shop";
  const digits = Buffer.from(`${namespace}/${service}`).toString("hex").padEnd(12, "0").slice(-12);
  const uid = `00000000-0000-4000-8000-${digits}`;
  return { namespace, name: `${service}-0`, uid, container: service, ...changes };
}

/** The file in which the kubelet keeps what a pod's container writes. */
export function logFile(folder: string, pod: LabPod, restarts = 0): string {
  return join(folder, `${pod.namespace}_${pod.name}_${pod.uid}`, pod.container, `${restarts}.log`);
}

/** One line of a container as containerd writes it. */
export function criLine(text: string, time = new Date()): string {
  return `${time.toISOString().replace("Z", "000000Z")} stdout F ${text}\n`;
}

/** Appends to a file of logs, and makes its folder. */
export function appendLines(file: string, lines: readonly string[]): void {
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, lines.join(""));
}

/** What the kubelet does when a file has grown too large: it gets another name, and a new one begins. */
export function rotate(file: string, count: number): void {
  const stamp = `20260101-${String(count).padStart(6, "0")}`;
  renameSync(file, `${file}.${stamp}`);
}
