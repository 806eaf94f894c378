import type { ExecutionReport, MarginReport } from '../../ports/execution-venue.ts';
import type { ExecutionEvent, MarginEvent } from '../../ports/market-source.ts';

/** Reports in order of time; those of one instant in the order they came about. */
export class ReportQueue {
  private readonly events: (ExecutionEvent | MarginEvent)[] = [];
  private head = 0;

  get empty(): boolean {
    return this.events.length === 0;
  }

  /** Time of the first report, or Infinity. */
  get next(): number {
    return this.events[this.head]?.time ?? Number.POSITIVE_INFINITY;
  }

  add(report: ExecutionReport): void {
    this.put({ kind: 'execution', time: report.time, report });
  }

  addMargin(report: MarginReport): void {
    this.put({ kind: 'margin', time: report.time, report });
  }

  private put(event: ExecutionEvent | MarginEvent): void {
    const { events } = this;
    let place = events.length;
    while (place > this.head && events[place - 1]!.time > event.time) place -= 1;
    if (place === events.length) events.push(event);
    else events.splice(place, 0, event);
  }

  clear(): void {
    this.events.length = 0;
    this.head = 0;
  }

  take(): ExecutionEvent | MarginEvent | null {
    const { events } = this;
    const event = events[this.head] ?? null;
    this.head += 1;
    if (this.head < events.length) return event;
    // Popping keeps the memory for what comes next.
    while (events.length > 0) events.pop();
    this.head = 0;
    return event;
  }
}
