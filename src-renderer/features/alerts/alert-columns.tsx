import type { FiringRow } from '../../../src-shared/contract/alerts.ts';
import type { AlertRecord } from '../../../src-shared/domain/alert.ts';
import { type AlertFigures, alertWords, firingWords } from '../../../src-shared/domain/alert-words.ts';
import { isoUtc } from '../../format/times.ts';
import type { Format } from '../../format/format.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import type { Column } from '../../ui/data-table/column.ts';
import { clippedHint, hintProps } from '../../ui/hint-layer.tsx';
import { rearmAlert, removeAlert } from './alert-actions.ts';
import { repeatWords } from './alert-form.tsx';
import { ALERTS_SENTENCES as SAY } from './sentences.ts';

/** An alert with what it said last. */
export interface AlertLine {
  readonly alert: AlertRecord;
  readonly last: FiringRow | undefined;
}

/** What the table is drawn with. */
export interface AlertLook {
  readonly format: Format;
  readonly figures: AlertFigures;
  readonly now: number;
}

function stateColumns({ figures }: AlertLook): readonly Column<AlertLine>[] {
  return [
    {
      id: 'number',
      title: SAY.number,
      width: 40,
      rigid: true,
      align: 'right',
      cell: ({ alert }) => alert.alert,
      plain: ({ alert }) => String(alert.alert),
      sortBy: ({ alert }) => alert.alert,
    },
    {
      id: 'what',
      title: SAY.waitsFor,
      width: 200,
      fixed: true,
      cell: ({ alert }) => {
        const words = alertWords(alert.spec, figures);
        return (
          <span className="ui-ellipsis" {...clippedHint(words)}>
            {words}
          </span>
        );
      },
      plain: ({ alert }) => alertWords(alert.spec, figures),
      sortBy: ({ alert }) => alertWords(alert.spec, figures),
    },
    {
      id: 'speaks',
      title: SAY.speaks,
      width: 90,
      words: [SAY.each],
      cell: ({ alert }) => (
        <span className="ui-ellipsis" {...clippedHint(repeatWords(alert.spec))}>
          {repeatWords(alert.spec)}
        </span>
      ),
      plain: ({ alert }) => repeatWords(alert.spec),
    },
    {
      id: 'state',
      title: SAY.state,
      width: 110,
      rigid: true,
      words: [SAY.standing('past'), SAY.standing('new')],
      cell: ({ alert }) => <span {...hintProps(SAY.standingHint(alert.status))}>{SAY.standing(alert.status)}</span>,
      plain: ({ alert }) => SAY.standing(alert.status),
      filterBy: ({ alert }) => SAY.standing(alert.status),
      sortBy: ({ alert }) => alert.status,
    },
    {
      id: 'spoke',
      title: SAY.spoke,
      width: 48,
      rigid: true,
      align: 'right',
      cell: ({ alert }) => (alert.firings === 0 ? '' : alert.firings),
      plain: ({ alert }) => String(alert.firings),
      sortBy: ({ alert }) => alert.firings,
    },
  ];
}

function firingColumns({ format, figures, now }: AlertLook): readonly Column<AlertLine>[] {
  return [
    {
      id: 'at',
      title: SAY.at,
      width: 84,
      rigid: true,
      cell: ({ last }) => (last === undefined ? '' : format.timeOrDate(last.time, now)),
      plain: ({ last }) => (last === undefined ? '' : isoUtc(last.time)),
      sortBy: ({ last }) => last?.time,
    },
    {
      id: 'said',
      title: SAY.lastSaid,
      width: 400,
      cell: ({ last }) => {
        if (last === undefined) return '';
        const words = firingWords(last, figures);
        return (
          <span className="alerts-said">
            {last.seen === null ? <Chip tone="outlined">{SAY.unseen}</Chip> : null}
            <span className="ui-ellipsis" {...clippedHint(words)}>
              {words}
            </span>
          </span>
        );
      },
      plain: ({ last }) => (last === undefined ? '' : firingWords(last, figures)),
    },
  ];
}

function actionColumns({ figures }: AlertLook): readonly Column<AlertLine>[] {
  return [
    {
      id: 'rearm',
      title: SAY.rearm,
      bareHead: true,
      width: 76,
      words: [`${SAY.rearm}   `],
      rigid: true,
      align: 'right',
      cell: ({ alert }) => (
        <Button
          tone="quiet"
          size="small"
          label={SAY.rearmAlert(alertWords(alert.spec, figures))}
          disabledReason={alert.status === 'armed' ? SAY.isArmed : undefined}
          onPress={() => void rearmAlert(alert.alert)}
        >
          {SAY.rearm}
        </Button>
      ),
    },
    {
      id: 'remove',
      title: SAY.remove,
      bareHead: true,
      width: 68,
      words: [`${SAY.remove}   `],
      rigid: true,
      align: 'right',
      cell: ({ alert }) => (
        <Button
          tone="quiet"
          size="small"
          label={SAY.removeAlert(alertWords(alert.spec, figures))}
          onPress={() => void removeAlert(alert.alert)}
        >
          {SAY.remove}
        </Button>
      ),
    },
  ];
}

/** Columns of the alerts. */
export function alertColumns(look: AlertLook): readonly Column<AlertLine>[] {
  return [...stateColumns(look), ...firingColumns(look), ...actionColumns(look)];
}
