/** Bytes that grow: whole numbers as variable-length ones, seven bits to a byte, the lowest first. */
export class ByteWriter {
  length = 0;
  private bytes = Buffer.alloc(1 << 16);

  /** What was written; valid until the next write. */
  get written(): Buffer {
    return this.bytes.subarray(0, this.length);
  }

  clear(): void {
    this.length = 0;
  }

  byte(value: number): void {
    if (this.length === this.bytes.length) this.grow();
    this.bytes[this.length] = value;
    this.length += 1;
  }

  /** A whole number from 0 to 2^53. */
  count(value: number): void {
    let rest = value;
    while (rest >= 0x8000_0000) {
      this.byte((rest % 128) | 0x80);
      rest = Math.floor(rest / 128);
    }
    while (rest >= 0x80) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  /** A whole number of either sign, below 2^52. */
  signed(value: number): void {
    this.count(value >= 0 ? value * 2 : -value * 2 - 1);
  }

  private grow(): void {
    const { bytes } = this;
    this.bytes = Buffer.alloc(bytes.length * 2);
    bytes.copy(this.bytes);
  }
}
