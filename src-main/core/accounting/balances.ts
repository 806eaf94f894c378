import { Decimal } from '../../../src-shared/kernel/decimal.ts';

/** An amount that changes in place: its units, and their digits after the point, which only grow. */
interface Cell {
  readonly asset: string;
  units: bigint;
  scale: number;
  /** The same as a decimal, once somebody has asked for it. */
  amount: Decimal | null;
}

/** What an account holds, exact, per asset. */
export class Balances {
  /** In the order in which the assets came; few, so that walking them is quicker than a table. */
  private cells: Cell[] = [];

  of(asset: string): Decimal {
    const cell = this.find(asset);
    if (cell === undefined) return Decimal.ZERO;
    cell.amount ??= Decimal.of(cell.units, cell.scale);
    return cell.amount;
  }

  add(asset: string, amount: Decimal): void {
    const cell = this.at(asset, amount.scale);
    cell.units += amount.unitsAt(cell.scale);
    cell.amount = null;
  }

  sub(asset: string, amount: Decimal): void {
    const cell = this.at(asset, amount.scale);
    cell.units -= amount.unitsAt(cell.scale);
    cell.amount = null;
  }

  /** Whether more was taken of an asset than there was. */
  isNegative(asset: string): boolean {
    const cell = this.find(asset);
    return cell !== undefined && cell.units < 0n;
  }

  restore(amounts: ReadonlyMap<string, Decimal>): void {
    this.cells = [];
    for (const [asset, amount] of amounts) this.add(asset, amount);
  }

  entries(): readonly (readonly [string, Decimal])[] {
    return this.cells.map(({ asset }) => [asset, this.of(asset)] as const);
  }

  private find(asset: string): Cell | undefined {
    const { cells } = this;
    for (let i = 0; i < cells.length; i += 1) if (cells[i]!.asset === asset) return cells[i];
    return undefined;
  }

  /** The cell of an asset, with room for `scale` digits. */
  private at(asset: string, scale: number): Cell {
    let cell = this.find(asset);
    if (cell === undefined) {
      cell = { asset, units: 0n, scale, amount: null };
      this.cells.push(cell);
    } else if (cell.scale < scale) {
      cell.units = this.of(asset).unitsAt(scale);
      cell.scale = scale;
    }
    return cell;
  }
}
