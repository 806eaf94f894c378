/** A sum that keeps what its additions round away (A. Neumaier, 1974). */
export class ExactSum {
  private sum = 0;
  private lost = 0;

  get value(): number {
    return this.sum + this.lost;
  }

  add(value: number): void {
    const { sum } = this;
    const total = sum + value;
    this.lost += Math.abs(sum) >= Math.abs(value) ? sum - total + value : value - total + sum;
    this.sum = total;
  }

  clear(): void {
    this.sum = 0;
    this.lost = 0;
  }
}
