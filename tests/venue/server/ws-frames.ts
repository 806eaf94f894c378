import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** What comes out of a websocket. */
export interface FrameListener {
  text(text: string): void;
  ping(payload: Buffer): void;
  pong(payload: Buffer): void;
  closed(): void;
}

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 0x1;
const CLOSE = 0x8;
const PING = 0x9;
const PONG = 0xa;
const MOST_BYTES = 1 << 20;

/**
 * The server's end of a websocket (RFC 6455) on an upgraded connection: text, ping, pong and close, no extensions. It is written here
 * because the package that ccxt brings along is no dependency of the project's own.
 */
export class ServerSocket {
  private readonly socket: Duplex;
  private readonly listener: FrameListener;
  private buffered = Buffer.alloc(0);
  private parts: Buffer[] = [];
  private ended = false;

  constructor(request: IncomingMessage, socket: Duplex, listener: FrameListener) {
    this.socket = socket;
    this.listener = listener;
    const accept = createHash('sha1')
      .update(`${request.headers['sec-websocket-key'] ?? ''}${GUID}`)
      .digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    socket.on('data', (chunk: Buffer) => this.take(chunk));
    socket.on('error', () => this.over());
    socket.on('close', () => this.over());
    socket.on('end', () => this.over());
  }

  send(text: string): void {
    this.write(TEXT, Buffer.from(text, 'utf8'));
  }

  ping(payload: string): void {
    this.write(PING, Buffer.from(payload, 'utf8'));
  }

  close(code: number, reason: string): void {
    const payload = Buffer.alloc(2);
    payload.writeUInt16BE(code);
    this.write(CLOSE, Buffer.concat([payload, Buffer.from(reason, 'utf8')]));
    this.socket.end();
    this.over();
  }

  cut(): void {
    this.socket.destroy();
    this.over();
  }

  private write(opcode: number, payload: Buffer): void {
    if (this.ended) return;
    const { length } = payload;
    const size = length < 126 ? 0 : length < 65_536 ? 2 : 8;
    const head = Buffer.alloc(2 + size);
    head[0] = 0x80 | opcode;
    head[1] = size === 0 ? length : size === 2 ? 126 : 127;
    if (size === 2) head.writeUInt16BE(length, 2);
    if (size === 8) head.writeBigUInt64BE(BigInt(length), 2);
    this.socket.write(Buffer.concat([head, payload]));
  }

  private take(chunk: Buffer): void {
    this.buffered = Buffer.concat([this.buffered, chunk]);
    while (!this.ended && this.frame());
  }

  /** Takes one frame from what has come; false where it is not whole yet. */
  private frame(): boolean {
    const data = this.buffered;
    if (data.length < 2) return false;
    const short = data[1]! & 0x7f;
    const size = short === 126 ? 2 : short === 127 ? 8 : 0;
    const start = 2 + size + 4;
    if (data.length < start) return false;
    const length = size === 0 ? short : size === 2 ? data.readUInt16BE(2) : Number(data.readBigUInt64BE(2));
    // Whatever a client sends is masked, and none of its messages is that long.
    if ((data[1]! & 0x80) === 0 || length > MOST_BYTES) {
      this.close(1_002, 'protocol error');
      return false;
    }
    if (data.length < start + length) return false;
    const mask = data.subarray(start - 4, start);
    const payload = Buffer.from(data.subarray(start, start + length));
    for (let i = 0; i < length; i += 1) payload[i]! ^= mask[i % 4]!;
    this.buffered = data.subarray(start + length);
    this.handle(data[0]! & 0x0f, (data[0]! & 0x80) !== 0, payload);
    return true;
  }

  private handle(opcode: number, last: boolean, payload: Buffer): void {
    if (opcode === PING) {
      this.write(PONG, payload);
      return this.listener.ping(payload);
    }
    if (opcode === PONG) return this.listener.pong(payload);
    if (opcode === CLOSE) return this.close(1_000, '');
    this.parts.push(payload);
    if (!last) return;
    const text = Buffer.concat(this.parts).toString('utf8');
    this.parts = [];
    this.listener.text(text);
  }

  private over(): void {
    if (this.ended) return;
    this.ended = true;
    this.listener.closed();
  }
}
