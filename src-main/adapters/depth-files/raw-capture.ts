import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { DepthMessage, MOST_LEVELS } from '../../../src-shared/domain/depth-message.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { StepReader } from '../../../src-shared/kernel/step-reader.ts';
import type { CaptureFacts, CaptureRequest, DepthHead, DepthSink } from '../../ports/depth.ts';
import { type KnownFrame, MessageFiller } from './message-filler.ts';
import { rawFrame, type RawFrame } from './raw-frame.ts';
import { StepFinder } from './step-finder.ts';

const LINE = /^(\d{16,19}) (\{.*\})\s*$/u;

/**
 * A capture as it came from Binance: a line for each frame, the instant of its reception in ns, then the frame as JSON. It is read twice:
 * first all of it is checked and its steps are found, then it is handed on; so what is wrong is known before anything is written.
 */
export class RawCapture {
  private readonly request: CaptureRequest;

  constructor(request: CaptureRequest) {
    this.request = request;
  }

  /** Checks every line. Fails with `input.row` naming the first that is wrong, or with `input.file`. */
  async check(onProgress: (lines: number) => void): Promise<CaptureFacts> {
    const { venue, symbol, file } = this.request;
    const prices = new StepFinder();
    const sizes = new StepFinder();
    const [tick, lot] = [this.steps(this.request.tick), this.steps(this.request.lot)];
    const look = (finder: StepFinder, steps: StepReader | null, text: string): boolean =>
      finder.look(text) && (steps === null || !Number.isNaN(steps.read(text)));
    const ignored: Record<string, number> = {};
    let [messages, from, to] = [0, 0, 0];
    await this.lines((line, time, frame) => {
      if (frame.kind === 'other') {
        ignored[frame.name] = (ignored[frame.name] ?? 0) + 1;
        return;
      }
      this.checkFrame(line, frame);
      for (const [price, size] of namedLevels(frame)) {
        if (Number(price) === 0) throw this.wrong(line, 'price', 'it is zero.');
        if (!look(prices, tick, price))
          throw this.wrong(line, 'price', `"${price}" is no price in steps of ${tick?.step ?? 'at most 12 digits'}.`);
        if (!look(sizes, lot, size))
          throw this.wrong(line, 'size', `"${size}" is no size in steps of ${lot?.step ?? 'at most 12 digits'}.`);
      }
      if (messages === 0) from = time;
      to = Math.max(to, time);
      messages += 1;
      if (messages % 10_000 === 0) onProgress(messages);
    });
    if (messages === 0) throw new Fault('input.file', { file, problem: 'It holds no frame of a book or a trade.' });
    if (!prices.fits || !sizes.fits)
      throw new Fault('input.file', {
        file,
        problem: 'Its prices or sizes have too many digits to be counted in one step; name --tick and --lot.',
      });
    const head = { venue, symbol, tick: tick?.step ?? prices.step, lot: lot?.step ?? sizes.step };
    return { head, messages, from, to, ignored };
  }

  /** Hands every message on. */
  async copy(head: DepthHead, sink: DepthSink): Promise<void> {
    const message = new DepthMessage();
    const filler = new MessageFiller(head);
    let reached = 0;
    await this.lines((line, time, frame) => {
      if (frame.kind === 'other') return;
      // A machine's clock is set back now and then; a market's time is not.
      reached = Math.max(reached, time);
      if (!filler.fill(message, reached, frame)) throw this.wrong(line, 'frame', 'it is not what it was when the file was checked.');
      sink.append(message);
    });
  }

  private steps(step: string | null): StepReader | null {
    return step === null ? null : new StepReader(step);
  }

  private async lines(take: (line: number, time: number, frame: RawFrame) => void): Promise<void> {
    const { file } = this.request;
    const source = createReadStream(file);
    const compressed = file.toLowerCase().endsWith('.gz');
    const stream = compressed ? source.pipe(createGunzip()) : source;
    // A pipe does not hand on what went wrong before it.
    if (compressed) source.on('error', (error: Error) => stream.destroy(error));
    let line = 0;
    try {
      for await (const text of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
        line += 1;
        if (text !== '') this.line(line, text, take);
      }
      // The lines of a stream that failed end like those of one that did not.
      if (stream.errored !== null) throw stream.errored;
    } catch (thrown) {
      throw this.unreadable(thrown);
    } finally {
      source.destroy();
    }
  }

  private line(line: number, text: string, take: (line: number, time: number, frame: RawFrame) => void): void {
    const match = LINE.exec(text);
    if (match === null) throw this.wrong(line, 'frame', 'it is not an instant in ns, a blank and a JSON object.');
    const frame = this.frameOf(match[2]!);
    if (frame === null) throw this.wrong(line, 'frame', 'it is not a frame as Binance sends it.');
    take(line, Math.floor(Number(match[1]!.slice(0, -3)) / 1_000), frame);
  }

  private frameOf(text: string): RawFrame | null {
    try {
      return rawFrame(JSON.parse(text));
    } catch (thrown) {
      if (thrown instanceof SyntaxError) return null;
      throw thrown;
    }
  }

  private checkFrame(line: number, { kind, frame }: KnownFrame): void {
    const expected = this.request.symbol.replace('/', '');
    if (kind !== 'snapshot' && frame.s !== expected) throw this.wrong(line, 's', `it is of ${frame.s}, not of ${expected}.`);
    if (kind === 'diff' && frame.u < frame.U) throw this.wrong(line, 'u', `its last update ${frame.u} comes before its first, ${frame.U}.`);
    const most =
      kind === 'diff' ? Math.max(frame.a.length, frame.b.length) : kind === 'snapshot' ? Math.max(frame.asks.length, frame.bids.length) : 1;
    if (kind === 'trade' && Number(frame.q) === 0) throw this.wrong(line, 'q', 'a trade has a size.');
    if (most > MOST_LEVELS) throw this.wrong(line, 'frame', `it names ${most} levels; ${MOST_LEVELS} are the most.`);
  }

  private wrong(line: number, column: string, problem: string): Fault {
    return new Fault('input.row', { file: this.request.file, line, column, problem });
  }

  private unreadable(thrown: unknown): unknown {
    if (thrown instanceof Fault) return thrown;
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : null;
    if (code === null) return thrown;
    const problem =
      code === 'ENOENT' ? 'There is no such file.' : code === 'Z_BUF_ERROR' ? 'It ends in the middle.' : `It could not be read (${code}).`;
    return new Fault('input.file', { file: this.request.file, problem }, { cause: thrown });
  }
}

/** Every price with its size that a frame names. */
function namedLevels({ kind, frame }: KnownFrame): readonly (readonly [string, string])[] {
  switch (kind) {
    case 'diff':
      return [...frame.b, ...frame.a];
    case 'snapshot':
      return [...frame.bids, ...frame.asks];
    case 'trade':
      return [[frame.p, frame.q]];
    case 'ticker':
      return [
        [frame.b, frame.B],
        [frame.a, frame.A],
      ];
  }
}
