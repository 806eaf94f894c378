import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { AppFigures } from '../../../src-shared/contract/app.ts';
import { UNKNOWN } from '../../format/figures.ts';
import { callMain } from '../../state/call-main.ts';
import { useFormat } from '../../ui/use-format.ts';
import type { ShellProps } from '../shell-props.ts';
import { loadOf } from './load-figures.ts';
import { SETTINGS_SENTENCES as SAY } from './sentences.ts';
import type { SettingRow } from './setting-row.ts';

const EVERY_MS = 2_000;
const MEBIBYTE = 2 ** 20;

/** What the program uses now, asked for only while this is on show. */
function useFigures(): { readonly before: AppFigures | null; readonly now: AppFigures | null } {
  const [figures, setFigures] = useState<{ before: AppFigures | null; now: AppFigures | null }>({ before: null, now: null });
  useEffect(() => {
    let gone = false;
    const ask = async (): Promise<void> => {
      const result = await callMain((client) => client.app.figures({}));
      if (!gone && result.ok) setFigures(({ now }) => ({ before: now, now: result.value }));
    };
    void ask();
    const timer = setInterval(() => void ask(), EVERY_MS);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, []);
  return figures;
}

function LoadNow(): ReactElement {
  const { before, now } = useFigures();
  const format = useFormat();
  const words = (part: 'main' | 'window'): string => {
    const load = now === null ? null : loadOf(part, before, now);
    if (load === null) return UNKNOWN;
    const cpu = load.share === null ? UNKNOWN : format.percent(load.share);
    return SAY.loadFigures(cpu, load.memory === null ? UNKNOWN : `${String(Math.round(load.memory / MEBIBYTE))} MB`);
  };
  return (
    <dl className="app-load">
      <dt>{SAY.loadMain}</dt>
      <dd>{words('main')}</dd>
      <dt>{SAY.loadWindow}</dt>
      <dd>{words('window')}</dd>
    </dl>
  );
}

function Licences({ info }: Pick<ShellProps, 'info'>): ReactElement {
  return (
    <ul className="app-licences" data-selectable="">
      {info?.licences.map(({ name, licence }) => (
        <li key={name}>
          {name} <span className="ui-note">{licence}</span>
        </li>
      ))}
      <li>{SAY.charts}</li>
    </ul>
  );
}

/** What the program is and what it does to this machine. */
export function aboutRows(info: ShellProps['info']): readonly SettingRow[] {
  const section = 'about';
  const text = (label: string, value: string | undefined): SettingRow => ({
    section,
    label,
    control: <span data-selectable="">{value ?? SAY.unknown}</span>,
  });
  const contacted = info?.hostsContacted;
  return [
    text(SAY.version, info?.version),
    text(SAY.host, info && SAY.hosts[info.host]),
    text(SAY.sandbox, info && `${info.sandbox.slice(0, 1).toUpperCase()}${info.sandbox.slice(1)}.`),
    text(SAY.contacted, contacted && (contacted.length === 0 ? SAY.noHosts : contacted.join(', '))),
    { section, label: SAY.load, note: SAY.loadNote, control: <LoadNow /> },
    { section, label: SAY.licences, control: <Licences info={info} /> },
  ];
}
