import { Actions, Model, TabSetNode } from 'flexlayout-react';
import type { Action, IJsonModel } from 'flexlayout-react';
import { useCallback, useMemo, useRef } from 'react';
import type { PanelCatalog } from '../../features/catalog.ts';
import type { WorkspaceId } from '../shell/workspaces.ts';
import { useAppearance } from '../../ui/appearance.ts';
import { usePanelHeights } from '../../ui/panel-heights.ts';
import { dockOf, useDock } from './dock-store.ts';
import type { SavedLayout } from './dock-store.ts';
import { fitLayout, panelsOf, withSelection, withoutPanels } from './fit-layout.ts';
import type { LayoutSpace } from './fit-layout.ts';
import { DOCK_PANELS } from './trade-layout.ts';
import { arrangementFor } from './trade-sizes.ts';
import { WORKSPACE_DESIGNS } from './workspace-designs.ts';

export interface DockModel {
  readonly model: Model;
  /** To be called after each change of the model; keeps what a trader arranged. */
  readonly onChange: (model: Model, action: Action) => void;
}

/** Actions that leave the arrangement as it is. */
const LOOKING: ReadonlySet<string> = new Set([Actions.SELECT_TAB, Actions.SET_ACTIVE_TABSET, Actions.MAXIMIZE_TOGGLE]);

function selectedPanels(model: Model | undefined): readonly string[] {
  const chosen: string[] = [];
  model?.visitNodes((node) => {
    if (!(node instanceof TabSetNode)) return;
    const id = node.getSelectedNode()?.getId();
    if (id !== undefined) chosen.push(id);
  });
  return chosen;
}

/** A saved layout is used only when it holds exactly the panels that exist now; a broken one gives way to the designed one. */
function usableLayout(saved: SavedLayout | undefined, expected: readonly string[], space: LayoutSpace): IJsonModel | undefined {
  if (saved === undefined) return undefined;
  try {
    const held = [...panelsOf(saved.json)].sort();
    if (held.join() !== [...expected].sort().join()) return undefined;
    const fitted = fitLayout(saved.json, saved, space);
    Model.fromJson(fitted);
    return fitted;
  } catch (broken) {
    console.warn('A saved layout could not be read; the designed one is used.', broken);
    return undefined;
  }
}

interface LayoutChoice {
  readonly key: string;
  readonly fullKey: string;
  readonly hidden: readonly string[];
}

function choose(
  workspace: WorkspaceId,
  width: number,
  { leftOpen, dockOpen }: { readonly leftOpen: boolean; readonly dockOpen: boolean },
): LayoutChoice {
  const { left: panels, hasLeft } = WORKSPACE_DESIGNS[workspace];
  const left = hasLeft(width);
  const name = `${workspace === 'trade' ? '' : `${workspace}.`}${arrangementFor(width)}`;
  return {
    key: `${name}${left && leftOpen ? '.left' : ''}${dockOpen ? '.dock' : ''}`,
    fullKey: `${name}${left ? '.left' : ''}.dock`,
    hidden: [...(left && leftOpen ? [] : panels), ...(dockOpen ? [] : DOCK_PANELS)],
  };
}

/** The docking library's model for a workspace of this size: the trader's own arrangement if there is one, else the designed sizes. */
export function useDockModel(workspace: WorkspaceId, catalog: PanelCatalog, { width, height }: LayoutSpace): DockModel {
  const density = useAppearance((store) => store.density);
  const ticketHeight = usePanelHeights((store) => store.wanted['ticket']);
  const store = useDock();
  const { leftOpen, layouts, save, chosen, choose: keep } = store;
  const dockOpen = store[dockOf(workspace)];
  // What was chosen when the workspace was last on show; later choices are the model's own.
  const remembered = useRef(chosen[workspace]);
  const previous = useRef<Model | undefined>(undefined);
  const saving = useRef<IJsonModel | undefined>(undefined);
  const choice = useMemo(() => choose(workspace, width, { leftOpen, dockOpen }), [workspace, width, leftOpen, dockOpen]);
  const model = useMemo(() => {
    const own = layouts[choice.key];
    if (own !== undefined && own.json === saving.current && own.width === width && own.height === height && previous.current)
      return previous.current;
    const space = { width, height };
    const present = Object.keys(catalog);
    const expected = present.filter((panel) => !choice.hidden.includes(panel));
    const full = layouts[choice.fullKey];
    const arranged =
      usableLayout(own, expected, space) ??
      usableLayout(full && { ...full, json: withoutPanels(full.json, choice.hidden) }, expected, space);
    const designed = (): IJsonModel =>
      WORKSPACE_DESIGNS[workspace].layout({ ...space, density, ticketHeight, catalog, dockOpen, leftOpen });
    const selected = previous.current === undefined ? (remembered.current ?? []) : selectedPanels(previous.current);
    const json = withSelection(arranged ?? designed(), selected);
    previous.current = Model.fromJson(json, previous.current);
    return previous.current;
  }, [workspace, catalog, width, height, density, ticketHeight, choice, dockOpen, leftOpen, layouts]);
  const onChange = useCallback(
    (changed: Model, action: Action) => {
      if (action.type === Actions.SELECT_TAB) keep(workspace, selectedPanels(changed));
      if (LOOKING.has(action.type) || action.isAdjusting()) return;
      const json = changed.toJson();
      saving.current = json;
      save(choice.key, { json, width, height });
    },
    [save, keep, workspace, choice.key, width, height],
  );
  return { model, onChange };
}
