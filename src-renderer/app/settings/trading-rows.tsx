import { useTicketPlacing } from '../../features/ticket/ticket-placing.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { useKeyMap } from '../../ui/key-map.ts';
import { Choice } from './choice.tsx';
import { useLockRow } from './lock-row.tsx';
import { useNewTicket } from './new-ticket.ts';
import { SETTINGS_SENTENCES as SAY } from './sentences.ts';
import type { SettingRow } from './setting-row.ts';

/** What is asked before orders go out, what keys may trade, and what a new ticket begins with. */
export function useTradingRows(): readonly SettingRow[] {
  const { askOnPaper, setAskOnPaper } = useTicketPlacing();
  const { singleKeys, setSingleKeys, tradingKeys, setTradingKeys, onePress, setOnePress } = useKeyMap();
  const { type, unit, setType, setUnit } = useNewTicket();
  const lockRow = useLockRow();
  const section = 'trading';
  return [
    {
      section,
      label: SAY.askOnPaper,
      control: (
        <Checkbox checked={askOnPaper} onChange={setAskOnPaper}>
          {SAY.askOnPaperWords}
        </Checkbox>
      ),
    },
    lockRow,
    { section, label: SAY.askLive, control: SAY.askLiveWords },
    {
      section,
      label: SAY.singleKeys,
      control: (
        <Checkbox checked={singleKeys} onChange={setSingleKeys}>
          {SAY.singleKeysWords}
        </Checkbox>
      ),
    },
    {
      section,
      label: SAY.tradingKeys,
      control: (
        <Checkbox checked={tradingKeys} onChange={setTradingKeys}>
          {SAY.tradingKeysWords}
        </Checkbox>
      ),
    },
    {
      section,
      label: SAY.onePress,
      note: SAY.onePressNote,
      control: (
        <Checkbox checked={onePress} onChange={setOnePress} disabledReason={tradingKeys ? undefined : SAY.onePressOff}>
          {SAY.onePressWords}
        </Checkbox>
      ),
    },
    {
      section,
      label: SAY.orderType,
      note: SAY.ticketNote,
      control: <Choice label={SAY.orderType} names={SAY.orderTypes} value={type} onChange={setType} />,
    },
    {
      section,
      label: SAY.sizeUnit,
      note: SAY.ticketNote,
      control: <Choice label={SAY.sizeUnit} names={SAY.sizeUnits} value={unit} onChange={setUnit} />,
    },
  ];
}
