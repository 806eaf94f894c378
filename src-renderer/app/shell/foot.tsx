import { useEffect, useLayoutEffect, useRef } from 'react';
import type { ReactElement, ReactNode, RefObject } from 'react';
import { age, dataAge } from '../../format/times.ts';
import { zoneOffset } from '../../format/zone-name.ts';
import { attention, waitsForRepaint } from '../../state/attention.ts';
import { marketNow, useClockRead } from '../../state/market-clock.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { useAppearance } from '../../ui/appearance.ts';
import { Chip, ModeChip } from '../../ui/chip.tsx';
import { hintProps } from '../../ui/hint-layer.tsx';
import { Select } from '../../ui/select.tsx';
import { useNotices } from '../../ui/toasts.tsx';
import { useFormat } from '../../ui/use-format.ts';
import type { PanelId } from '../../features/catalog.ts';
import { useDesk } from '../../state/desk-store.ts';
import { useDock } from '../dock/dock-store.ts';
import { SPEEDS } from '../market-commands.ts';
import { SHELL_SENTENCES as SAY } from '../sentences.ts';
import type { ShellProps } from '../shell-props.ts';
import { useShellState } from './shell-state.ts';

const WARN_MS = 2_000;
const DANGER_MS = 10_000;
const AGE_MS = 500;
const CLOCK_MS = 250;

/** The band of 24 at the foot. Items drop from the right when it is narrow; the first three groups never. */
export function Foot(props: Pick<ShellProps, 'mode' | 'risk' | 'status' | 'info' | 'actions' | 'panels'>): ReactElement {
  const { mode, risk, status, info, actions, panels } = props;
  const row = useRef<HTMLDivElement>(null);
  useDropping(row);
  const open = useShellState((store) => store.open);
  const notices = useNotices();
  const jobs = useDesk(
    ({ runs, portfolios, searches, dataJobs }) =>
      [
        ...runs.values(),
        ...portfolios.values(),
        ...searches.values(),
        ...[...dataJobs.values()].filter(({ kind }) => kind !== 'look'),
      ].filter(({ state }) => state === 'running' || state === 'waiting').length,
  );
  const opens = (panel: PanelId): (() => void) | undefined =>
    panels[panel] === undefined
      ? undefined
      : () => {
          useDock.getState().show(panel);
        };
  return (
    <footer className="app-foot" role="contentinfo" aria-label={SAY.foot} data-region="foot" tabIndex={-1}>
      <div ref={row} className="app-foot-items">
        <FootItem onPress={opens('risk')}>
          <ModeChip mode={mode} account={status?.live?.name ?? null} />
          <span className="app-foot-figure">{risk === undefined ? '—' : SAY.states[risk.state]}</span>
        </FootItem>
        <FootItem onPress={opens('log')}>
          <FeedState status={status} />
        </FootItem>
        <DataAge onPress={opens('log')} />
        <OrderLatency status={status} onPress={opens('orders')} />
        <MarketClock status={status} onSpeed={actions.setSpeed} />
        <LedgerState
          status={status}
          onPress={() => {
            open('settings', 'data');
          }}
        />
        <span className="app-foot-spring" />
        <FootItem
          onPress={() => {
            open('settings', 'about');
          }}
        >
          {SAY.hosts} <Figure>{info === undefined ? '—' : String(info.hostsContacted.length)}</Figure>
        </FootItem>
        <FootItem onPress={opens('runs')}>
          {SAY.jobs} <Figure>{String(jobs)}</Figure>
        </FootItem>
        <FootItem
          onPress={() => {
            open('notices');
          }}
        >
          {SAY.notices} <Figure>{String(notices.length)}</Figure>
        </FootItem>
      </div>
    </footer>
  );
}

function Figure({ children }: { readonly children: ReactNode }): ReactElement {
  return <span className="app-foot-figure">{children}</span>;
}

interface FootItemProps {
  readonly children: ReactNode;
  readonly onPress?: (() => void) | undefined;
  readonly hint?: string | undefined;
}

function FootItem({ children, onPress, hint }: FootItemProps): ReactElement {
  if (onPress === undefined) {
    return (
      <span className="app-foot-item" {...hintProps(hint)}>
        {children}
      </span>
    );
  }
  return (
    <button type="button" className="app-foot-item" onClick={onPress} {...hintProps(hint)}>
      {children}
    </button>
  );
}

function FeedState({ status }: Pick<ShellProps, 'status'>): ReactElement {
  if (status === undefined)
    return (
      <Chip tone="warn" icon="busy">
        {SAY.feedWaiting}
      </Chip>
    );
  return (
    <>
      {status.venue}
      {status.connected ? (
        <Chip tone="ok">{SAY.feedConnected}</Chip>
      ) : (
        <Chip tone="danger" icon="offline">
          {SAY.feedLost}
        </Chip>
      )}
    </>
  );
}

/** Writes a text that changes with the clock into an element, without drawing anything anew. */
function useTickedText(read: (now: number) => string, everyMs: number): RefObject<HTMLSpanElement | null> {
  const element = useRef<HTMLSpanElement>(null);
  const held = useRef(read);
  useLayoutEffect(() => {
    held.current = read;
    if (element.current) write(element.current, read(Date.now()));
  });
  useEffect(() => {
    let writtenAt = -Infinity;
    const renew = (): void => {
      writtenAt = performance.now();
      if (element.current) write(element.current, held.current(Date.now()));
    };
    const timer = setInterval(() => {
      if (!waitsForRepaint(writtenAt)) renew();
    }, everyMs);
    const stop = useShownDesk.subscribe(() => {
      if (attention() === 'resting') renew();
    });
    return () => {
      clearInterval(timer);
      stop();
    };
  }, [everyMs]);
  return element;
}

function write(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Milliseconds since main was heard last; nothing before it was. */
function silence(now: number): number | undefined {
  const { heardAt } = useDesk.getState();
  return heardAt === 0 ? undefined : Math.max(0, now - heardAt);
}

function ageTone(old: number | undefined): 'fresh' | 'warn' | 'danger' {
  if (old === undefined || old <= WARN_MS) return 'fresh';
  return old > DANGER_MS ? 'danger' : 'warn';
}

function DataAge({ onPress }: { readonly onPress: (() => void) | undefined }): ReactElement {
  const tone = useClockRead((now) => ageTone(silence(now)));
  const shown = useTickedText((now) => dataAge(silence(now)), AGE_MS);
  const text = <span ref={shown} key={tone} className={tone === 'fresh' ? 'app-foot-figure app-foot-age' : undefined} />;
  return (
    <FootItem onPress={onPress} hint={SAY.dataAgeHint}>
      {SAY.dataAge}
      {tone === 'fresh' ? (
        text
      ) : (
        <Chip tone={tone} icon="clock">
          {text}
        </Chip>
      )}
    </FootItem>
  );
}

function OrderLatency({ status, onPress }: Pick<ShellProps, 'status'> & { readonly onPress: (() => void) | undefined }): ReactElement {
  const last = status?.orderLatencyMs;
  return (
    <FootItem
      onPress={onPress}
      hint={last === null || last === undefined ? SAY.orderLatencyNone : SAY.orderLatencyHint(age(status?.orderLatencyP95Ms))}
    >
      {SAY.orderLatency} <Figure>{age(last)}</Figure>
    </FootItem>
  );
}

function MarketClock({ status, onSpeed }: Pick<ShellProps, 'status'> & { readonly onSpeed: (speed: number) => void }): ReactElement {
  const format = useFormat();
  const zone = useAppearance((store) => store.zone);
  const choose = useAppearance((store) => store.choose);
  // A replay's time of day would be taken for the present one.
  const replaying = (status?.replay ?? null) !== null;
  const clock = useTickedText((now) => {
    const at = status && marketNow(status, now);
    return replaying ? `${format.calendarDay(at)} ${format.timeOfDay(at)}` : format.timeOfDay(at);
  }, CLOCK_MS);
  const offset = useClockRead((now) => zoneOffset(now, zone));
  const speed = String(status?.speed ?? 1);
  const speeds = [...new Set([...SPEEDS.map(String), speed])];
  return (
    <span className="app-foot-item app-foot-clock">
      <span ref={clock} className="app-foot-figure app-foot-time" />
      <button
        type="button"
        className="app-foot-inline"
        onClick={() => {
          choose({ zone: zone === 'local' ? 'utc' : 'local' });
        }}
        {...hintProps(SAY.zone)}
      >
        {zone === 'utc' ? SAY.zones.utc : SAY.localZone(offset)}
      </button>
      {status === undefined || replaying || status.live !== null ? null : (
        <Select
          label={SAY.speed}
          look="quiet"
          value={speed}
          choices={speeds.map((each) => ({ value: each, label: `${each}x` }))}
          shown={speed === '1' ? '1x' : <Chip tone="warn" icon="clock">{`${speed}x`}</Chip>}
          onChange={(chosen) => {
            onSpeed(Number(chosen));
          }}
        />
      )}
    </span>
  );
}

function LedgerState({ status, onPress }: Pick<ShellProps, 'status'> & { readonly onPress: (() => void) | undefined }): ReactElement {
  return <FootItem onPress={onPress}>{ledgerChip(status)}</FootItem>;
}

function ledgerChip(status: ShellProps['status']): ReactNode {
  if (status === undefined) return SAY.ledgerUnknown;
  if (!status.balanced) return <Chip tone="danger">{SAY.ledgerUnbalanced}</Chip>;
  if (status.ledger === 'failed') return <Chip tone="danger">{SAY.ledgerFailed}</Chip>;
  return (
    <>
      <Chip tone="ok">{''}</Chip>
      {status.ledger === 'saving' ? SAY.ledgerSaving : SAY.ledgerSaved}
    </>
  );
}

/** Hides the items that wrapped out of the one line, so that neither eye nor Tab finds them. */
function useDropping(row: RefObject<HTMLDivElement | null>): void {
  useLayoutEffect(() => {
    const element = row.current;
    if (!element) return undefined;
    const measure = (): void => {
      const items = [...element.children].filter((child): child is HTMLElement => child instanceof HTMLElement);
      const top = items[0]?.offsetTop ?? 0;
      for (const item of items) item.toggleAttribute('data-dropped', item.offsetTop > top);
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    measure();
    return () => {
      observer.disconnect();
    };
  }, [row]);
}
