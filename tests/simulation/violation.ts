/** Something that may never be so: which rule, in which world, at which step of it. */
export interface Violation {
  readonly invariant: Invariant;
  readonly seed: number;
  /** How many events had happened. */
  readonly step: number;
  readonly problem: string;
}

/** What every world is held to. */
export type Invariant =
  | 'balances agree'
  | 'fills agree'
  | 'positions agree'
  | 'orders agree'
  | 'recorded before sent'
  | 'sent once'
  | 'positions covered'
  | 'funding agrees'
  | 'liquidations are booked'
  | 'reduces only'
  | 'limits hold'
  | 'fence holds'
  | 'armed first'
  | 'stays halted'
  | 'ledger verifies'
  | 'comes to rest'
  | 'nothing thrown';
