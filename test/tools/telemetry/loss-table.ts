import Table from "cli-table3";
import type { LogStore } from "./log-store";
import type { NumberedLines } from "./numbered-lines";

/** What must be true of the lines after every disturbance. */
export const NO_LOSS = expect.objectContaining({ lost: 0, doubled: 0 }) as unknown;

/** What became of lines, once all have arrived or nobody can hope any longer. */
export interface Outcome {
  readonly written: number;
  readonly stored: number;
  readonly lost: number;
  readonly doubled: number;
  /** Documents that came again and were refused. */
  readonly refused: number;
  /** From the end of the disturbance to the last line. */
  readonly seconds: number;
}

/** The outcomes of a suite's disturbances, for the reader of its output. */
export class LossTable {
  private readonly rows: (readonly [string, Outcome])[] = [];

  public constructor(
    private readonly store: LogStore,
    private readonly patienceSeconds: number,
  ) {}

  /** Waits for the lines, and notes what became of them. */
  public async outcome(disturbance: string, lines: NumberedLines): Promise<Outcome> {
    const began = Date.now();
    // Lines that do not arrive are told as lost, with how many, instead of as a wait that was too long.
    await lines.delivered(this.patienceSeconds).catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
    });
    const { doubled, lost, written } = lines.fate();
    const seconds = Math.round((Date.now() - began) / 100) / 10;
    const outcome = {
      written,
      stored: written - lost,
      lost,
      doubled,
      refused: this.store.conflicts,
      seconds,
    };
    this.add(disturbance, outcome);
    return outcome;
  }

  /** Notes what became of something else. */
  public add(disturbance: string, outcome: Outcome): void {
    this.rows.push([disturbance, outcome]);
  }

  public print(): void {
    const head = ["disturbance", "written", "stored", "lost", "doubled", "sent again and refused", "seconds"];
    const table = new Table({ head, style: { head: [], border: [] } });
    this.rows.forEach(([disturbance, { written, stored, lost, doubled, refused, seconds }]) =>
      table.push([disturbance, written, stored, lost, doubled, refused, seconds]),
    );
    process.stdout.write(`${table.toString()}\n`);
  }
}
