import './strategies.css';
import { useState } from 'react';
import type { ReactElement } from 'react';
import type { StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';
import { useOfferedSpecs, useOwnStrategies } from '../../state/own-strategies.ts';
import { useReplaying } from '../../state/replaying.ts';
import { useStrategyChoice } from '../../state/strategy-choice.ts';
import { Button } from '../../ui/button.tsx';
import { InstrumentName } from '../../ui/cells.tsx';
import { useGallery } from '../../state/strategy-gallery.ts';
import { PanelHead } from '../../ui/panel-head.tsx';
import { PanelMessage } from '../../ui/panel-state.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { DetailLists, useCounts } from './detail-lists.tsx';
import type { DetailTab } from './detail-lists.tsx';
import { FileNote } from './file-note.tsx';
import { LimitsUsed } from './limits-used.tsx';
import { OWN_SENTENCES as OWN } from './own-sentences.ts';
import { ParameterForm } from './parameter-form.tsx';
import { SignalList } from './signal-list.tsx';
import { StartDialog } from './start-dialog.tsx';
import { formOf } from './start-form.ts';
import type { StartForm } from './start-form.ts';
import { ownFile } from './strategies-model.ts';
import type { OfferedStrategy, PlacedStrategy, StrategyLine } from './strategies-model.ts';
import { freshForm, useStrategyLines } from './use-strategy-lines.ts';
import { STRATEGIES_SENTENCES as SAY } from './sentences.ts';

const WORDS = SAY.detail;
const NONE: readonly StrategySpec[] = [];
const PANEL_ID = 'strategy-detail';
/** Digits of a version's hash that are shown. */
const HASH_DIGITS = 12;

function useChosenLine(gallery: readonly StrategySpec[], pairs: readonly StrategySpec[]): StrategyLine | undefined {
  const lines = useStrategyLines(gallery);
  const chosen = useStrategyChoice((store) => store.chosen);
  const own = useOwnStrategies();
  if (chosen === null) return lines[0];
  if (chosen.kind === 'instance') return lines.find((line) => line.key === chosen.id);
  const spec = [...gallery, ...pairs].find((each) => each.id === chosen.id);
  return spec && { kind: 'offered', key: spec.id, name: spec.id, spec, file: ownFile(spec.id, own) };
}

/** The chosen strategy: its parameters, what it uses of the limits, what it said and did. */
export function StrategyPanel(): ReactElement {
  const gallery = useOfferedSpecs() ?? NONE;
  const pairs = useGallery((store) => store.pairs);
  const line = useChosenLine(gallery, pairs);
  const [starting, setStarting] = useState<StartForm | null>(null);
  return (
    <>
      <PanelHead title={WORDS.title} />
      {line === undefined ? (
        <PanelMessage kind="empty" sentence={WORDS.nothing} />
      ) : line.kind === 'offered' ? (
        <Offered
          line={line}
          onStart={() => {
            setStarting(freshForm(line.spec));
          }}
        />
      ) : (
        <Placed
          key={line.key}
          line={line}
          onStart={() => {
            setStarting(formOf(line.row, line.spec));
          }}
        />
      )}
      <StartDialog
        initial={starting}
        gallery={gallery}
        onDone={() => {
          setStarting(null);
        }}
      />
    </>
  );
}

function Offered({ line, onStart }: { readonly line: OfferedStrategy; readonly onStart: () => void }): ReactElement {
  const { spec, file } = line;
  const replaying = useReplaying();
  return (
    <div className="detail">
      <header className="detail-head">
        <h3 className="detail-title">{spec.id}</h3>
        <p className="ui-label">{spec.description}</p>
        {file === null ? null : <p className="ui-note">{OWN.fromFile(file)}</p>}
      </header>
      <dl className="detail-facts">
        {spec.parameters.map(({ name, label, unit, default: preset, min, max }) => (
          <div key={name}>
            <dt>{label}</dt>
            <dd>
              {preset} <span className="ui-note">{SAY.parameterRange(unit, String(min), String(max))}</span>
            </dd>
          </div>
        ))}
      </dl>
      <Button
        tone="primary"
        disabledReason={spec.pair === true ? SAY.gallery.pairOnly(spec.id) : file !== null && replaying ? OWN.notInReplay : undefined}
        onPress={onStart}
      >
        {SAY.startTitle(spec.id)}
      </Button>
    </div>
  );
}

function Placed({ line, onStart }: { readonly line: PlacedStrategy; readonly onStart: () => void }): ReactElement {
  const [tab, setTab] = useState<DetailTab>('parameters');
  const counts = useCounts(line.row.instance);
  const { row, facts, spec } = line;
  return (
    <div className="detail">
      <Tabs
        label={WORDS.title}
        value={tab}
        onChange={setTab}
        controls={PANEL_ID}
        tabs={[
          { value: 'parameters', label: WORDS.tabs.parameters },
          { value: 'orders', label: WORDS.tabs.orders, figure: counts.orders },
          { value: 'fills', label: WORDS.tabs.fills, figure: counts.fills },
          { value: 'log', label: WORDS.tabs.log },
        ]}
      />
      <div id={PANEL_ID} role="tabpanel" aria-label={WORDS.tabs[tab]} className="detail-tab">
        <header className="detail-head">
          <h3 className="detail-title">
            {line.name} <InstrumentName {...facts} /> <span className="ui-note">· {row.timeframe}</span>
          </h3>
          {spec === undefined || spec.description === '' ? null : <p className="ui-label">{spec.description}</p>}
          {row.script === null ? null : (
            <p className="ui-note" data-selectable="">
              {OWN.version(row.script.file, row.script.hash.slice(0, HASH_DIGITS))}
            </p>
          )}
          <FileNote line={line} />
        </header>
        {tab === 'parameters' ? (
          <>
            <ParameterForm line={line} onStart={onStart} />
            <LimitsUsed instrument={row.instrument} symbol={facts.symbol} />
            <SignalList instance={row.instance} now={line.now} />
          </>
        ) : (
          <DetailLists tab={tab} line={line} />
        )}
      </div>
    </div>
  );
}
