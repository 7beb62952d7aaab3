import { appendLines, criLine, type LabPod, logFile, rotate } from "./pods";
import type { TelemetryLab } from "./telemetry-lab";

/** What became of the lines of a pod. */
export interface Fate {
  readonly written: number;
  readonly lost: number;
  /** Documents beyond the first of a line. */
  readonly doubled: number;
}

/** Numbered lines that a pod's container writes, and what the store of logs has of them. */
export class NumberedLines {
  private written = 0;
  private rotations = 0;

  public constructor(
    private readonly lab: TelemetryLab,
    private readonly pod: LabPod,
  ) {}

  /** Appends further lines to the container's log. */
  public write(count: number): void {
    const first = this.written;
    this.written += count;
    const lines = Array.from({ length: count }, (_, index) => criLine(line(first + index)));
    appendLines(this.file, lines);
  }

  /** What the kubelet does when the log has grown too large. */
  public rotate(): void {
    this.rotations += 1;
    rotate(this.file, this.rotations);
  }

  /** How many different lines have arrived. */
  public get arrived(): number {
    return this.written - this.fate().lost;
  }

  public fate(): Fate {
    const { container } = this.pod;
    const numbers = this.lab.logStore.documents
      .filter(({ resource }) => resource["k8s.container.name"] === container)
      .map(({ attributes }) => attributes.number);
    const distinct = new Set(numbers).size;
    return { written: this.written, lost: this.written - distinct, doubled: numbers.length - distinct };
  }

  /** Waits until all lines have arrived. */
  public async delivered(seconds: number): Promise<void> {
    await this.lab.until(`all lines of ${this.pod.container}`, () => this.fate().lost === 0, seconds);
  }

  private get file(): string {
    return logFile(this.lab.podLogs, this.pod);
  }
}

function line(number: number): string {
  const order = String(number).padStart(8, "0");
  return `{"level":"info","msg":"order ${order} was placed","number":${number},"shop":"north","items":3,"took_ms":17}`;
}
