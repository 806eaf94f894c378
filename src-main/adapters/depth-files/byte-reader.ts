/** Reads what a `ByteWriter` wrote. Past the end everything is 0, and `overrun` says so. */
export class ByteReader {
  private bytes: Uint8Array = new Uint8Array(0);
  private offset = 0;

  /** Reads these bytes from now on. */
  open(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.offset = 0;
  }

  get ended(): boolean {
    return this.offset >= this.bytes.length;
  }

  get overrun(): boolean {
    return this.offset > this.bytes.length;
  }

  byte(): number {
    const value = this.bytes[this.offset] ?? 0;
    this.offset += 1;
    return value;
  }

  count(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
  }

  signed(): number {
    const value = this.count();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}
