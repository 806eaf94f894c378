import { catalogue } from '../../format/catalogue.ts';

/** One thing that can be looked up. */
export interface HelpTopic {
  readonly id: string;
  readonly title: string;
  /** More words it is found by. */
  readonly also: string;
  /** Paragraphs. */
  readonly text: readonly string[];
  /** Lines to type or press, with what they do. */
  readonly examples?: readonly (readonly [string, string])[];
}

/** What the palette can explain, orders in words first. */
export const HELP_TOPICS: readonly HelpTopic[] = catalogue([
  {
    id: 'order-words',
    title: 'Orders in words',
    also: 'palette type buy sell limit market stop target percent',
    text: [
      'Write an order into the search at the top. It is shown as a ticket with its costs before anything is sent: Enter opens it in the ticket, Ctrl+Enter sends it as the ticket would, with the same questions.',
    ],
    examples: [
      ['buy 0.05 btc limit 104200', '0.05 BTC at 104,200.00 or lower'],
      ['sell 50% eth market', 'half of the ETH that is free, at market'],
      ['buy 1000 usd sol', 'SOL for 1,000 USD at market'],
      ['buy 0.1 btc limit 104k sl 103k tp 106k', 'with a stop and a target'],
      ['sell 0.05 btc stop 103500', 'at market once the price falls to 103,500.00'],
      ['sell 0.05 btc trail 1%', 'a stop that follows the price at 1 %'],
    ],
  },
  {
    id: 'bracket',
    title: 'Stop and targets',
    also: 'bracket protect stop loss take profit trailing break-even',
    text: [
      'A stop and up to three targets belong to one order. They come to life as it fills and always fit what is filled: a target that fills makes the stop smaller, and the stop that fills ends the targets.',
      'Drag them on the chart or type them in the ticket. While a change is on its way the old stop holds, so the position is never without one.',
    ],
  },
  {
    id: 'kill-switch',
    title: 'Kill switch and trading states',
    also: 'halt stop panic reduce ACTIVE REDUCING HALTED',
    text: [
      'The kill switch stops every strategy, cancels whatever could open or add to a position, and halts trading. Orders that only protect a position stay, and closing still works.',
      'REDUCING lets only orders pass that make positions smaller. Both hold until a person starts trading again.',
    ],
  },
  {
    id: 'in-doubt',
    title: 'Orders in doubt',
    also: 'checking unknown lost answer reserved',
    text: [
      'An order without an answer may exist, so it is never sent twice and never called failed. What it needs stays reserved while the venue is asked for it by its own number.',
      'Open its line in Orders to see its evidence: what was asked, what the venue answered and when, what is awaited, and what will be believed at which time.',
      'It ends as what the venue says, or as never sent when the venue proves that it never saw it.',
    ],
  },
  {
    id: 'venue',
    title: 'The way to the venue',
    also: 'venue health latency clock limit connection reconciliation difference accept dead man switch',
    text: [
      'Venue is in the Risk workspace: how the session stands with its exchange, how well it is heard, how fast it answers, and what differs between ledger and venue.',
      'What differs is booked only when you accept it, exactly as it is shown. Until then nothing is sent that could enlarge a position; closing works.',
    ],
  },
  {
    id: 'refused',
    title: 'Why an order is refused',
    also: 'limits rules risk collar fat finger daily loss position',
    text: [
      'Every order passes the limits of the Risk panel before it is sent. A refusal says the rule, the figure that the order would reach and the limit, and offers the largest size that passes where there is one.',
    ],
  },
  {
    id: 'accounts',
    title: 'Keys of exchange accounts',
    also: 'api key secret account exchange venue testnet live withdraw rotate keychain',
    text: [
      'Accounts are in the Risk workspace. A key is sealed with the keychain of this machine as soon as it is typed, opened only in a process of its own, and never shown again.',
      'Make keys without the right to withdraw. One that may withdraw is refused until the name of the account is typed.',
    ],
  },
  {
    id: 'sessions',
    title: 'A session beside its backtest',
    also: 'gap attribution slippage missed orders live paper difference why sessions',
    text: [
      'Sessions are in the Research workspace. Compare runs the recorded inputs of one through the backtester and splits what the two differ by: another signal, another time, price, fee or size, orders that were missed, orders of your own.',
      'The parts and the residual add up to the gap to the last digit. Open positions are worth the same last price in both.',
    ],
  },
  {
    id: 'sim-market',
    title: 'The simulated market',
    also: 'speed seed paper 60x time fills',
    text: [
      'Prices come from a market that is simulated inside the program; nothing is read from or sent to the network. Orders fill against its book and its trades, with fees and slippage.',
      'It runs at 1x, 10x, 60x or 300x; the speed stands at the foot beside the clock. Times are market times.',
    ],
  },
  {
    id: 'replay',
    title: 'Replay of stored bars',
    also: 'practice play pause step bar past market training',
    text: [
      'Stored bars, or a past range of the simulated market, are told one by one and can be traded in a practice book. An order fills at the open of the next bar with its costs; paper stands still meanwhile and goes on as it was.',
      'Space plays and pauses, Alt+N is one bar on. Nothing in the window knows a bar before it has closed, so reports and searches are shut until the replay is left.',
    ],
  },
  {
    id: 'trading-keys',
    title: 'Trading keys on the chart',
    also: 'hotkeys shift quick order flatten',
    text: [
      'They are off until they are switched on in Settings, Keys. Then Shift+B and Shift+S place a pending line at the best bid or ask: arrows move it, + and − change its size, Enter sends it and Esc drops it.',
      'Shift+X cancels the last order. Shift+F, held for one second, closes the position of the instrument on the chart.',
    ],
  },
  {
    id: 'data',
    title: 'Where everything is kept',
    also: 'home folder backup ledger export files',
    text: [
      'Ledger, settings, logs and backups are in one folder, which Settings, Data names. The ledger is copied once a day and kept for seven days; a copy can be made at any time.',
      'Every fill can be exported with full precision, oldest first, with times in UTC.',
    ],
  },
]);
