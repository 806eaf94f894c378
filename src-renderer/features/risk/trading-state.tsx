import { useState } from 'react';
import type { ReactElement } from 'react';
import type { RiskRow } from '../../../src-shared/contract/rows.ts';
import type { DeskClient } from '../../client/desk-client.ts';
import { callMain } from '../../state/call-main.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SWITCH_NAME, SWITCH_TONES, switchSentence, switchWord } from '../../ui/switch-words.ts';
import { tellRefusal } from '../../ui/tell.ts';
import { useFormat } from '../../ui/use-format.ts';
import { RISK_SENTENCES as SAY, stateReason } from './sentences.ts';

const TONES = { ACTIVE: 'ok', REDUCING: 'warn', HALTED: 'danger' } as const;

async function send(run: (client: DeskClient, command: string) => Promise<unknown>): Promise<void> {
  const result = await callMain(run);
  if (!result.ok) tellRefusal('risk', result.fault.message);
}

/** The trading state, since when and why, and what changes it. */
export function TradingStateCard({ risk }: { readonly risk: RiskRow }): ReactElement {
  const [asking, ask] = useState(false);
  const format = useFormat();
  const marketTime = useShownDesk((desk) => desk.status?.marketTime ?? risk.since);
  const { state } = risk;
  const since = format.timeOrDate(risk.since, marketTime);
  const reason = stateReason(risk.reason);
  return (
    <section className="risk-state" aria-label={SAY.stateTitle}>
      <div className="risk-state-line">
        <Chip tone={TONES[state]}>{state}</Chip>
        <span className="ui-note">{risk.since === 0 ? SAY.sinceFirstStart : SAY.since(since, reason)}</span>
      </div>
      {risk.evidence === '' ? null : <p className="risk-evidence">{risk.evidence}.</p>}
      {risk.reducedUntil === null ? null : <p className="risk-evidence">{SAY.reduced(format.timeOrDate(risk.reducedUntil, marketTime))}</p>}
      <p className="ui-label">{SAY.means(state)}</p>
      <div className="risk-buttons">
        <Button
          tone="danger"
          size="small"
          hint={SAY.killHint}
          keys="Ctrl+Alt+K x2"
          onPress={() => void send((client, command) => client.risk.kill({ command }))}
        >
          {SAY.kill}
        </Button>
        <Button
          size="small"
          hint={SAY.reduceHint}
          disabledReason={state === 'ACTIVE' ? undefined : state === 'HALTED' ? SAY.alreadyHalted : SAY.alreadyReducing}
          onPress={() => void send((client, command) => client.risk.reduce({ command }))}
        >
          {SAY.reduce}
        </Button>
        <Button
          size="small"
          disabledReason={state === 'ACTIVE' ? SAY.alreadyActive : undefined}
          onPress={() => {
            ask(true);
          }}
        >
          {SAY.again}
        </Button>
      </div>
      <Locks risk={risk} now={marketTime} />
      <Switch />
      <StartAgainDialog
        open={asking}
        body={SAY.againBody(state, since, reason)}
        evidence={risk.evidence}
        onDone={() => {
          ask(false);
        }}
      />
    </section>
  );
}

/** What protections keep out just now. */
function Locks({ risk, now }: { readonly risk: RiskRow; readonly now: number }): ReactElement | null {
  const holding = risk.locks.filter(({ until }) => until > now);
  if (holding.length === 0) return null;
  return (
    <div className="risk-locks">
      <h3 className="ui-label">{SAY.blocked}</h3>
      <ul>
        {holding.map(({ sentence }) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}

/** Where an account at a venue is traded: whether its orders end with this program. */
function Switch(): ReactElement | null {
  const venue = useShownDesk((desk) => desk.venue);
  const format = useFormat();
  if (venue === null) return null;
  const { state } = venue.deadMansSwitch;
  return (
    <div className="risk-switch">
      <h3 className="ui-label">{SWITCH_NAME}</h3>
      <p>
        <Chip tone={SWITCH_TONES[state]}>{switchWord(state)}</Chip> {switchSentence(venue.deadMansSwitch, format)}
      </p>
    </div>
  );
}

interface StartAgainDialogProps {
  readonly open: boolean;
  readonly body: string;
  /** What a breaker saw; empty where none tripped. */
  readonly evidence: string;
  readonly onDone: () => void;
}

function StartAgainDialog({ open, body, evidence, onDone }: StartAgainDialogProps): ReactElement {
  const venue = useShownDesk((desk) => desk.venue);
  return (
    <Dialog
      open={open}
      role="alertdialog"
      title={SAY.againTitle}
      onClose={onDone}
      actions={
        <>
          <Button autoFocus onPress={onDone}>
            {SAY.back}
          </Button>
          <Button
            tone="primary"
            onPress={() => {
              onDone();
              void send((client, command) => client.risk.rearm({ command, confirmed: true }));
            }}
          >
            {SAY.again}
          </Button>
        </>
      }
    >
      {evidence === '' ? null : <p className="risk-evidence">{evidence}.</p>}
      <p>{body}</p>
      {venue === null || venue.standing === 'trading' ? null : <p>{SAY.againWaits}</p>}
    </Dialog>
  );
}
