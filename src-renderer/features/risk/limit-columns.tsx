import type { Format } from '../../format/format.ts';
import { Button } from '../../ui/button.tsx';
import { ShareBar } from '../../ui/cells.tsx';
import type { Column } from '../../ui/data-table/column.ts';
import { UnknownFigure } from '../../ui/figures.tsx';
import { hintProps } from '../../ui/hint-layer.tsx';
import type { LimitLine } from './risk-model.ts';
import { RISK_SENTENCES as SAY } from './sentences.ts';

function figureColumns(format: Format): readonly Column<LimitLine>[] {
  return [
    {
      id: 'limit',
      title: SAY.limit,
      width: 104,
      align: 'right',
      cell: ({ use }) =>
        use === null ? (
          <span className="ui-note" {...hintProps(SAY.offHint)}>
            {SAY.off}
          </span>
        ) : (
          use.limit
        ),
      plain: ({ use }) => use?.limit ?? SAY.off,
    },
    {
      id: 'used',
      title: SAY.used,
      width: 96,
      align: 'right',
      cell: ({ use }) => (use === null ? null : use.used === '' ? <UnknownFigure why={SAY.perOrder} /> : use.used),
      plain: ({ use }) => use?.used ?? '',
    },
    {
      id: 'share',
      title: SAY.share,
      width: 110,
      align: 'right',
      cell: ({ use }) =>
        use === null || use.used === '' ? null : (
          <>
            <ShareBar share={use.fraction} />
            <span className="risk-share">{format.percent(use.fraction)}</span>
          </>
        ),
      plain: ({ use }) => (use === null || use.used === '' ? '' : String(use.fraction)),
      sortBy: ({ use }) => (use === null || use.used === '' ? undefined : use.fraction),
    },
  ];
}

/** Use of each limit; `onEdit` opens the form. */
export function limitColumns(format: Format, onEdit: () => void): readonly Column<LimitLine>[] {
  return [
    {
      id: 'rule',
      title: SAY.rule,
      width: 104,
      fixed: true,
      cell: ({ rule }) => (
        <span className="ui-instrument" {...hintProps(rule.hint)}>
          {rule.title}
        </span>
      ),
      plain: ({ rule }) => rule.title,
      sortBy: ({ rule }) => rule.title,
    },
    { id: 'scope', title: SAY.scope, width: 68, cell: ({ scope }) => scope, plain: ({ scope }) => scope, sortBy: ({ scope }) => scope },
    ...figureColumns(format),
    {
      id: 'refusal',
      title: SAY.lastRefusal,
      width: 80,
      cell: ({ refusal, now }) =>
        refusal === undefined ? (
          <span className="ui-note">{SAY.never}</span>
        ) : (
          <span {...hintProps(refusal.message)}>{format.timeOrDate(refusal.time, now)}</span>
        ),
      plain: ({ refusal }) => refusal?.message ?? '',
      sortBy: ({ refusal }) => refusal?.time,
    },
    {
      id: 'edit',
      title: SAY.edit,
      bareHead: true,
      width: 48,
      rigid: true,
      align: 'right',
      cell: ({ rule }) => (
        <Button tone="quiet" size="small" label={`${SAY.edit} ${rule.title}`} onPress={onEdit}>
          {SAY.edit}
        </Button>
      ),
    },
  ];
}
