import type { ContractPosition } from './contract-position.ts';

/** What an account holds of one asset, in units. Neither part is ever negative, but for what contracts have lost. */
export interface Balance {
  free: bigint;
  locked: bigint;
}

/** One customer of the venue, or the house itself. */
export class Account {
  readonly id: number;
  readonly name: string;
  /** Rates in units: 0.001 is a tenth of a percent. */
  readonly maker: bigint;
  readonly taker: bigint;
  /** True for the venue's own accounts: nobody is told what happens to them and their finished orders are forgotten. */
  readonly house: boolean;
  mayTrade = true;
  updatedAt = 0;
  readonly balances = new Map<string, Balance>();
  /** Contracts by symbol; a position that was closed stays as nothing. */
  readonly positions = new Map<string, ContractPosition>();
  /** Leverage by symbol, where the account has said one. */
  readonly leverages = new Map<string, number>();

  constructor(options: {
    readonly id: number;
    readonly name: string;
    readonly maker: bigint;
    readonly taker: bigint;
    readonly house: boolean;
  }) {
    this.id = options.id;
    this.name = options.name;
    this.maker = options.maker;
    this.taker = options.taker;
    this.house = options.house;
  }

  balance(asset: string): Balance {
    const known = this.balances.get(asset);
    if (known) return known;
    const fresh = { free: 0n, locked: 0n };
    this.balances.set(asset, fresh);
    return fresh;
  }

  free(asset: string): bigint {
    return this.balances.get(asset)?.free ?? 0n;
  }

  /** Adds to what is free; a negative amount takes away. */
  add(asset: string, amount: bigint): void {
    const balance = this.balance(asset);
    balance.free += amount;
    this.check(asset, balance);
  }

  /** Books what contracts earn, lose and cost. A loss takes more than is there, and nobody has to have it. */
  settle(asset: string, amount: bigint): void {
    this.balance(asset).free += amount;
  }

  /** Moves free to locked; a negative amount moves back. */
  lock(asset: string, amount: bigint): void {
    const balance = this.balance(asset);
    balance.free -= amount;
    balance.locked += amount;
    this.check(asset, balance);
  }

  private check(asset: string, { free, locked }: Balance): void {
    if (free < 0n || locked < 0n) throw new Error(`${this.name} would hold ${free} free and ${locked} locked ${asset}`);
  }
}
