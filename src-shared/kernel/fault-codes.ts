/** One row of the fault table. */
interface FaultRow {
  /** Exit code of the command line: 1 done and the answer is bad, 2 input or option wrong, 3 environment lacks something, 70 our own fault. */
  readonly exit: 1 | 2 | 3 | 70;
  /** What a user reads: what happened, why with the numbers, what to do. `{name}` is a parameter. */
  readonly sentence: string;
}

/**
 * Every fault of the program, by code. A code is stable; its sentence may be improved.
 * Risk refusals are not faults but their codes share the table, because a user meets them in the same place.
 */
export const FAULTS = {
  // input
  'input.invalid': { exit: 2, sentence: '{field}: {problem}' },
  'input.option-unknown': { exit: 2, sentence: 'Unknown option {option}. {suggestion}' },
  'input.option-value': { exit: 2, sentence: 'Option {option}: {problem}' },
  'input.option-missing': { exit: 2, sentence: 'Option {option} is needed. {suggestion}' },
  'input.command-unknown': { exit: 2, sentence: 'Unknown command {command}. {suggestion}' },
  'input.file': { exit: 2, sentence: '{file}: {problem}' },
  'input.row': { exit: 2, sentence: '{file}, line {line}, column {column}: {problem} Nothing was imported.' },
  'input.argument': { exit: 2, sentence: 'Unexpected argument {argument}. {suggestion}' },
  'input.gaps': {
    exit: 2,
    sentence:
      '{file} lacks {missing} bars in {gaps} gaps, the first after line {line} ({first}). Nothing was run. Add --allow-gaps to run across them.',
  },
  'input.too-short': { exit: 2, sentence: '{file} has {bars} bars; {needed} are needed.' },
  'decimal.syntax': { exit: 2, sentence: '"{text}" is not a decimal number.' },
  'instrument.unknown': { exit: 2, sentence: 'There is no instrument {instrument}.' },
  'paper.spot-only': {
    exit: 2,
    sentence:
      'Paper on a real market trades spot, and {instrument} is a perpetual. Backtests trade perpetuals, and accounts at venues that have them.',
  },
  'live.leverage': { exit: 2, sentence: '--leverage is of perpetuals, such as BTC/USDT:USDT, and none is among the instruments.' },
  'instrument.leverage': { exit: 2, sentence: '{instrument} is held at a leverage of 1 to {most}, not {leverage}.' },
  'strategy.unknown': { exit: 2, sentence: 'There is no strategy {strategy}. {suggestion}' },
  'strategy.parameter': { exit: 2, sentence: 'Parameter {parameter} of {strategy}: {problem}' },
  'strategy.pair': { exit: 2, sentence: '{strategy} trades two perpetuals against each other: {problem}' },
  'strategy.script': { exit: 2, sentence: '{place}: {problem}' },
  'strategy.failed': { exit: 2, sentence: 'Strategy {strategy} was stopped: {problem}' },
  'replay.on': { exit: 2, sentence: 'A replay is on. Leave it first.' },
  'replay.off': { exit: 2, sentence: 'No replay is on.' },
  'replay.range': {
    exit: 2,
    sentence:
      '{instrument} has {bars} bars of {timeframe} there, and a replay needs one to begin at and one to come. Choose a longer range.',
  },
  'replay.timeframe': { exit: 2, sentence: 'This replay moves by bars of {timeframe}, so there are none of {asked}. Choose a longer one.' },
  'replay.shut': { exit: 2, sentence: 'Not shown while a replay is on: it could tell what comes next. Leave the replay to see it.' },
  'paper.one-quote': { exit: 2, sentence: 'One account holds one money: these instruments are traded in {quotes}. Choose those of one.' },
  'paper.one-venue': { exit: 2, sentence: 'One session is at one venue: these instruments are at {venues}.' },
  'book.unknown': { exit: 2, sentence: 'There is no paper book {book}.' },
  'run.unknown': { exit: 2, sentence: 'There is no run {run}.' },
  'research.nothing-tried': {
    exit: 2,
    sentence: 'Nothing of {strategy} on {instrument} has traded yet, so there is nothing to judge. Run a backtest or a search first.',
  },
  'research.all-ruined': {
    exit: 2,
    sentence: 'Every try of {strategy} on {instrument} lost all its money, so there is nothing to judge.',
  },
  'run.unfinished': { exit: 2, sentence: 'Run {run} has no report: it has not ended, or not in order.' },
  'run.bars-changed': {
    exit: 2,
    sentence: 'The bars are not those that run {run} went over any more. Its figures and trades stay as they were.',
  },
  'run.other-market': { exit: 2, sentence: 'Run {run} went over {bars}, not over the market that is shown.' },
  'search.thread': { exit: 70, sentence: 'Search {search} stopped: {problem}' },
  'run.thread': { exit: 70, sentence: 'Run {run} stopped: {problem}' },
  'session.unknown': { exit: 2, sentence: 'There is no session {session} in {home}.' },
  'attribution.strategy': {
    exit: 2,
    sentence: 'There is no backtest to hold session {session} against: {strategy} {problem}',
  },
  'attribution.bars': {
    exit: 2,
    sentence: '{series} has no bars for this session: it heard none of {symbol} in {timeframe} while they go.',
  },
  'search.unknown': { exit: 2, sentence: 'There is no search {search}, or several begin so. `cryptoorch searches list` names them.' },
  'search.invalid': { exit: 2, sentence: 'This cannot be searched: {problem}' },
  // orders
  'order.not-offered': { exit: 2, sentence: '{feature} is not yet offered.' },
  'order.off-tick': { exit: 2, sentence: 'Price moves in steps of {tick}.' },
  'order.off-lot': { exit: 2, sentence: 'Size moves in steps of {lot}.' },
  'order.too-small': { exit: 2, sentence: 'Smallest order is {minimum}.' },
  'order.funds': { exit: 2, sentence: 'This order needs {needed} with fee; free are {free}.' },
  'order.no-price': { exit: 2, sentence: '{instrument} has no price yet, so the order cannot be valued.' },
  'order.unknown': { exit: 2, sentence: 'There is no open order {order}.' },
  'order.closed': { exit: 2, sentence: 'Order {order} is already {state}.' },
  'order.in-doubt': { exit: 2, sentence: 'Order {order} is being checked; the answer is awaited before it can be changed.' },
  'live.unconfirmed': {
    exit: 2,
    sentence: 'Nothing was started: this account trades with real money. Type {word} exactly, or give it with --confirm.',
  },
  'live.unproven': {
    exit: 2,
    sentence:
      'Nothing was started: this program was never tried against {venue}. Take the test network, or type {account} with --accept-unproven.',
  },
  'live.gate': {
    exit: 2,
    sentence: 'Nothing was started. {reason} Judge it with `overfit`, or type {account} with --without-gate.',
  },
  'live.unarmed': {
    exit: 2,
    sentence:
      'Nothing was started or changed. {reason} Judge exactly that in Luck or edge, or with `overfit`; or stop, and trade with {account} again with its name typed in place of the gate.',
  },
  'live.on': {
    exit: 2,
    sentence: 'An account trades in this window. Stop it first: its orders that could open are cancelled, then paper goes on.',
  },
  'live.off': { exit: 2, sentence: 'No account trades in this window.' },
  'live.market': {
    exit: 2,
    sentence: 'This is the market of a venue: its time passes as ours does, and nothing of it is lost on purpose.',
  },
  'live.ending': { exit: 2, sentence: 'The session with {account} is being ended; nothing new is taken.' },
  'live.no-right': { exit: 2, sentence: 'The key of {account} may not trade. Give it one that may with `accounts rotate`.' },
  'reconcile.changed': {
    exit: 2,
    sentence: 'What differs between ledger and venue is not what was shown any more. Nothing was booked. Look at it again.',
  },
  'reconcile.uncertain': {
    exit: 2,
    sentence: 'An order or a fill is still being asked for, so what differs may go by itself. Nothing was booked. Wait until it is known.',
  },
  'venue.none': { exit: 2, sentence: 'The account that is traded is at no venue: there is nothing to compare it with.' },
  'reconcile.contract': {
    exit: 2,
    sentence:
      'The venue holds a position in {instrument}, which this session does not trade. Nothing was booked. Close it there, or name the instrument at the next start.',
  },
  'reconcile.position': {
    exit: 2,
    sentence: 'The venue holds {held} {asset}, less than the position of {instrument}. Nothing was booked. Close the position first.',
  },
  'order.not-amendable': { exit: 2, sentence: 'Order {order} has no price or size that could be changed.' },
  'order.filled-beyond': { exit: 2, sentence: 'Of this order {filled} are filled already; it cannot become smaller than that.' },
  'order.expiry-past': { exit: 2, sentence: 'An order good till {expires} would have ended: the market is at {now}.' },
  'order.wrong-side': { exit: 2, sentence: 'The {leg} at {price} must lie {side} {reference}.' },
  'order.uncovered': { exit: 2, sentence: 'The stop of this bracket covers {covered}; its entry cannot become larger than that.' },
  'order.nothing-held': { exit: 2, sentence: 'Nothing of {instrument} is held, so there is nothing to protect.' },
  'order.all-selling': { exit: 2, sentence: 'Everything of {instrument} that is held is being closed by other orders already.' },
  'order.entry-working': {
    exit: 2,
    sentence: 'An entry of {instrument} still works with legs of its own; change those, or cancel the entry first.',
  },
  'order.post-only-crosses': { exit: 2, sentence: 'Post only: at {price} the order would take at once.' },
  'order.duplicate-command': { exit: 2, sentence: 'This command was already carried out.' },
  // alerts
  'alert.unknown': { exit: 2, sentence: 'There is no alert {alert}.' },
  'alert.invalid': { exit: 2, sentence: 'This alert cannot be set: {problem}' },
  'alert.too-many': { exit: 2, sentence: 'There are {limit} alerts, which is the most. Remove one first.' },
  'alert.other-account': {
    exit: 2,
    sentence: 'Alerts of {account} cannot be changed while {running} is traded with this home. Change them when that session has ended.',
  },
  'alert.offline': { exit: 2, sentence: 'The market of {account} is not known here. Set its alerts while its session runs.' },
  'alert.armed': { exit: 2, sentence: 'Alert {alert} is armed already.' },
  // risk refusals
  'risk.max-order-notional': { exit: 2, sentence: 'Not sent: the order is worth {actual}; your limit is {limit}.' },
  'risk.max-position': { exit: 2, sentence: 'Not sent: {instrument} would reach {actual}; your limit is {limit}.' },
  'risk.max-gross-exposure': { exit: 2, sentence: 'Not sent: gross exposure would reach {actual}; your limit is {limit}.' },
  'risk.max-open-orders': { exit: 2, sentence: 'Not sent: {actual} orders would be open; your limit is {limit}.' },
  'risk.price-collar': {
    exit: 2,
    sentence: 'Not sent: {price} is {actual} away from the market; the collar is {limit}. {way} price that passes: {passes}.',
  },
  'risk.stale-data': { exit: 2, sentence: 'Not sent: the last price is {actual} old; orders need one under {limit}. Waiting for data.' },
  'risk.stale-book': {
    exit: 2,
    sentence: 'Not sent: the order book of {instrument} has not been known for {actual}. It is asked for anew; closing still works.',
  },
  'risk.order-rate': { exit: 2, sentence: 'Not sent: {actual} orders within {window}; your limit is {limit}.' },
  'risk.daily-loss': {
    exit: 2,
    sentence:
      "Not sent: today's loss is {actual}; the daily limit is {limit}. Closing still works; new positions are possible again from 00:00 UTC.",
  },
  'risk.drawdown': { exit: 2, sentence: 'Not sent: equity is {actual} below its peak; your limit is {limit}. Closing still works.' },
  'risk.max-asset': { exit: 2, sentence: 'Not sent: exposure to {scope} would reach {actual}; your limit is {limit}.' },
  'risk.max-quote': { exit: 2, sentence: 'Not sent: exposure quoted in {scope} would reach {actual}; your limit is {limit}.' },
  'risk.max-venue': { exit: 2, sentence: 'Not sent: exposure at {scope} would reach {actual}; your limit is {limit}.' },
  'risk.max-strategy': { exit: 2, sentence: 'Not sent: exposure of {scope} would reach {actual}; your limit is {limit}.' },
  'risk.max-net-exposure': { exit: 2, sentence: 'Not sent: net exposure would reach {actual}; your limit is {limit}.' },
  'risk.max-group': {
    exit: 2,
    sentence: 'Not sent: {scope} move together and would reach {actual}; your limit for what moves together is {limit}.',
  },
  'risk.max-leverage': { exit: 2, sentence: 'Not sent: exposure would reach {actual}; {times} times equity is {limit}.' },
  'risk.liquidation-distance': {
    exit: 2,
    sentence: 'Not sent: {instrument} would be liquidated at {price}, {actual} away; your limit is {limit}.',
  },
  'risk.weekly-loss': {
    exit: 2,
    sentence:
      "Not sent: this week's loss is {actual}; the weekly limit is {limit}. Closing still works; new positions are possible again from Monday 00:00 UTC.",
  },
  'risk.trade-rate': { exit: 2, sentence: 'Not sent: {actual} entries within {window}; your limit is {limit}.' },
  'risk.fat-finger': {
    exit: 2,
    sentence: 'Not sent: the order is worth {actual}; {times} times your usual order of {typical} is {limit}.',
  },
  'risk.cooldown': {
    exit: 2,
    sentence:
      'Not sent: {instrument} takes no new entries until {until}, cooling down after a trade that closed at {closed}. Closing still works.',
  },
  'risk.stoploss-guard': {
    exit: 2,
    sentence:
      'Not sent: no new {entries} in {scope} until {until}: {trades} stop losses within {window}, the guard steps in at {limit}. Closing still works.',
  },
  'risk.trades-drawdown': {
    exit: 2,
    sentence:
      'Not sent: no new entries until {until}: {trades} trades within {window} fell {actual} from their best; {limit} is allowed. Closing still works.',
  },
  'risk.low-profit': {
    exit: 2,
    sentence:
      'Not sent: no new {entries} in {scope} until {until}: trades within {window} earned {actual} together; {limit} is required. Closing still works.',
  },
  'risk.instrument-not-allowed': { exit: 2, sentence: 'Not sent: {instrument} is not among your allowed instruments.' },
  'risk.reducing': {
    exit: 2,
    sentence: 'Not sent: trading is REDUCING since {since}, {reason}. Orders that only reduce a position still pass.',
  },
  'risk.halted': { exit: 2, sentence: 'Trading is HALTED since {since} by {reason}. Cancelling and closing still work.' },
  'risk.not-reducing': {
    exit: 2,
    sentence: 'Not sent: reduce only, and in the worst case this order would open or turn a position of {instrument}.',
  },
  'risk.funds': { exit: 2, sentence: 'Not sent: this order needs {needed} with fee; free are {free}.' },
  'risk.free-base': { exit: 2, sentence: 'Not sent: this order sells {needed}; free are {free}.' },
  'risk.min-notional': { exit: 2, sentence: 'Not sent: smallest order is {limit}; this one is worth {actual}.' },
  'risk.no-price': { exit: 2, sentence: 'Not sent: {instrument} has no price yet, so the order cannot be valued.' },
  'risk.differing': {
    exit: 2,
    sentence:
      'Not sent: ledger and venue do not agree on what is held. Look at the differences and accept them, or wait until they are gone.',
  },
  'risk.unarmed': {
    exit: 2,
    sentence: 'Not sent: this session was not armed for real money. Nothing is opened; what is held can be closed.',
  },
  'risk.recovering': { exit: 2, sentence: 'Not sent: the start is still being checked against the venue.' },
  // recorded order books
  'depth.unknown': { exit: 2, sentence: 'There is no recording {id} in {folder}. {suggestion}' },
  'depth.exists': {
    exit: 2,
    sentence:
      '{folder} holds a recording of {day} already. Nothing was imported. Move it away first, or choose another folder with CRYPTOORCH_HOME.',
  },
  'depth.behind': {
    exit: 2,
    sentence: '{folder} is recorded up to {to} already. Nothing was recorded. Begin later with --from, or move it away first.',
  },
  'depth.unread': { exit: 2, sentence: 'The order books of {venue} are not read by this program.' },
  'depth.corrupt': { exit: 1, sentence: 'Recording {file} is damaged at byte {offset}: {problem}' },
  'depth.version': { exit: 3, sentence: 'Recording {file} has version {found}; this program reads {known}.' },
  // environment
  'environment.missing': { exit: 3, sentence: '{what} is missing. {remedy}' },
  'home.locked': { exit: 3, sentence: '{home} is in use by {holder}. Close it first, or choose another folder with CRYPTOORCH_HOME.' },
  'control.absent': { exit: 3, sentence: 'No session runs with {home}. Nothing was stopped, and nothing was written.' },
  'control.unreachable': {
    exit: 3,
    sentence: '{home} is in use by {holder}, which has no session that could be asked. Nothing was stopped. To end it, end that process.',
  },
  'control.silent': {
    exit: 3,
    sentence:
      '{holder} did not answer within {seconds} s. What was asked may still be carried out. If it goes on, end that process: a start asks the venue about every order.',
  },
  'control.garbled': { exit: 3, sentence: '{holder} answered with something that is not understood: it may be of another version.' },
  'control.unconfirmed': { exit: 2, sentence: 'Nothing was closed. Type FLATTEN, or add --confirm FLATTEN.' },
  'home.shown': { exit: 3, sentence: 'CryptoOrchestrator runs already with {home}. Its window is shown now.' },
  'home.unwritable': { exit: 3, sentence: '{home} cannot be written: {problem}. Choose another folder with CRYPTOORCH_HOME.' },
  'disk.full': { exit: 3, sentence: 'The disk is full: {file} could not be written. Nothing was lost; free some space and start again.' },
  'disk.failed': { exit: 3, sentence: '{file} could not be read or written: {problem}' },
  // ledger and journal
  'ledger.newer-version': {
    exit: 3,
    sentence: '{file} was written by a newer version ({found}; this one knows {known}). It was not touched. Use the newer program.',
  },
  'ledger.corrupt': { exit: 1, sentence: '{file} does not read as a ledger: {problem}' },
  'ledger.unbalanced': { exit: 1, sentence: 'The ledger does not balance: {problem}' },
  'research.corrupt': { exit: 1, sentence: '{file} does not read as a store of trials: {problem}' },
  'journal.corrupt': { exit: 1, sentence: 'Journal {file} is damaged at byte {offset}: {problem}' },
  'journal.version': { exit: 3, sentence: 'Journal {file} has version {found}; this program reads {known}.' },
  'replay.differs': { exit: 1, sentence: 'Replay of {session} differs first at input {input}.' },
  // stored market data
  'data.refused': { exit: 2, sentence: '{file}: {problem} Nothing was stored.' },
  'data.unknown': { exit: 2, sentence: 'There is no stored series {series}. {suggestion}' },
  'venue.busy': { exit: 3, sentence: '{venue} asks to wait: {problem}' },
  'venue.unreachable': { exit: 3, sentence: '{venue} could not be reached: {problem}' },
  'venue.refused': { exit: 2, sentence: '{venue} refused: {problem}' },
  'venue.unknown': { exit: 2, sentence: 'There is no venue {venue}. Venues are {venues}.' },
  'venue.garbled': {
    exit: 3,
    sentence: '{venue} answered with something that is not understood. Nothing was taken from it; try again, or look for a newer version.',
  },
  'venue.no-bars': { exit: 3, sentence: '{instrument} has no closed bars of {timeframe} yet. Choose a shorter timeframe.' },
  'venue.left': { exit: 3, sentence: '{venue} was left before the question could be asked.' },
  'data.gaps': {
    exit: 2,
    sentence: '{series} lacks {missing} bars in {gaps} gaps, the first from {first}. Nothing was run. Add --allow-gaps to run across them.',
  },
  'data.conflict': {
    exit: 2,
    sentence:
      '{series}: {bars} bars differ from those already stored, the first at {first}. Nothing was stored. Add --replace to let the new ones stand.',
  },
  'data.misaligned': { exit: 2, sentence: '{series}: {problem} Nothing was stored.' },
  'data.corrupt': { exit: 1, sentence: '{file}: {problem}' },
  'data.newer-version': {
    exit: 3,
    sentence: '{file} was written by a newer version ({found}; this one knows {known}). It was not touched. Use the newer program.',
  },
  // accounts and their keys
  'keychain.missing': { exit: 3, sentence: 'No keychain of the operating system is to be had: {problem} {remedy} Nothing was written.' },
  'keychain.locked': { exit: 3, sentence: 'The keychain is locked: {problem} Unlock it and try again. Nothing was changed.' },
  'secret.locked': { exit: 3, sentence: 'Keys of accounts are locked. Unlock the window, or run cryptoorch accounts unlock.' },
  'secret.missing': {
    exit: 1,
    sentence: 'The sealed key of {account} (version {version}) is not in {folder}. Rotate the account to give it anew.',
  },
  'secret.version': {
    exit: 3,
    sentence: 'The sealed key {file} has format {found}; this program reads {known}. It was not touched. Use the newer program.',
  },
  'secret.swapped': { exit: 1, sentence: '{file} holds the sealed key of another account, version or venue: {problem} It was not opened.' },
  'secret.damaged': { exit: 1, sentence: '{file} was changed after it was sealed: {problem} It was not opened and stays as it is.' },
  'secret.key-missing': {
    exit: 3,
    sentence:
      'The key that opens {folder} is not in this keychain. It is in the keychain of the user and machine that sealed it; elsewhere remove the accounts and add them again.',
  },
  'secret.key-wrong': { exit: 1, sentence: 'The key in the keychain is not the one that {folder} was sealed with. Nothing was opened.' },
  'account.unknown': { exit: 2, sentence: 'There is no account {account}. {suggestion}' },
  'account.taken': { exit: 2, sentence: 'There is an account {account} already. Choose another name, or rotate that one.' },
  'account.name': {
    exit: 2,
    sentence: 'An account cannot be called "{account}": a name has 1 to 40 letters, digits, blanks, dots and dashes.',
  },
  'account.venue': { exit: 2, sentence: 'There is no venue {venue}. {suggestion}' },
  'account.no-sandbox': { exit: 2, sentence: '{venue} has no test network. Its keys are for real money; say so and add it again.' },
  'account.credentials': { exit: 2, sentence: 'The {part} of the key {problem}' },
  'account.disabled': { exit: 2, sentence: 'Account {account} is disabled, so its key stays sealed. Enable it first.' },
  'account.withdrawal-rights': {
    exit: 2,
    sentence:
      'This key may withdraw, which trading never needs. {outcome} Make a key without that right, or accept it by typing {account}.',
  },
  'account.not-typed': { exit: 2, sentence: 'Type {account} exactly as it is written. Nothing was changed.' },
  'account.process': { exit: 3, sentence: 'The process that asks {venue} ended without an answer: {problem} Nothing was changed.' },
  'accounts.corrupt': { exit: 1, sentence: '{file} does not read as a register of accounts: {problem}' },
  'accounts.newer-version': {
    exit: 3,
    sentence: '{file} was written by a newer version ({found}; this one knows {known}). It was not touched. Use the newer program.',
  },
  // the wall
  'call.malformed': { exit: 2, sentence: 'The message could not be read.' },
  'call.unknown': { exit: 2, sentence: 'There is no call {call}.' },
  'call.too-large': { exit: 2, sentence: 'The message is larger than {limit}.' },
  'call.too-many': { exit: 2, sentence: 'Too many {call} calls; {limit} a second are accepted.' },
  'window.locked': { exit: 2, sentence: 'The window is locked: unlock it first. The kill switch and cancelling work without.' },
  'window.locked-meanwhile': {
    exit: 2,
    sentence: 'The window was locked before {call} was answered; it may have been done. Unlock it and look.',
  },
  'call.privilege': { exit: 2, sentence: '{call} needs {privilege}.' },
  'call.cancelled': { exit: 1, sentence: 'The call was cancelled.' },
  'desk.stopped': { exit: 3, sentence: 'The trading desk has stopped: {problem}' },
  internal: { exit: 70, sentence: 'Something in the program itself failed. Nothing was sent because of it. The log tells more.' },
} as const satisfies Record<string, FaultRow>;

/** Every code a fault can have. */
export type FaultCode = keyof typeof FAULTS;

/** Codes with which the risk gate refuses an order. */
export type RiskRefusalCode = Extract<FaultCode, `risk.${string}`>;
