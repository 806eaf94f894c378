import { Ellipsis } from 'lucide-react';
import { Actions, Layout, TabNode, TabSetNode } from 'flexlayout-react';
import type { IIcons, ITabRenderValues, ITabSetRenderValues } from 'flexlayout-react';
import { Activity, memo, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ComponentType, ReactElement, ReactNode } from 'react';
import type { PanelCatalog, PanelId } from '../../features/catalog.ts';
import { useAppearance } from '../../ui/appearance.ts';
import { ICON } from '../../ui/icon-button.tsx';
import { SHELL_SENTENCES as SAY } from '../sentences.ts';
import { focusRegion } from '../focus-regions.ts';
import { dockOf, useDock } from './dock-store.ts';
import type { LayoutSpace } from './fit-layout.ts';
import { HeadSlot } from './head-slot.tsx';
import { PanelHost } from './panel-host.tsx';
import { useWorkspace } from '../shell/workspaces.ts';
import type { WorkspaceId } from '../shell/workspaces.ts';
import { DOCK_PANELS } from './trade-layout.ts';
import { tradeSizes } from './trade-sizes.ts';
import { WORKSPACE_DESIGNS } from './workspace-designs.ts';
import { useDockModel } from './use-dock-model.ts';
import { useReadingOrder } from './use-reading-order.ts';
import type { DockModel } from './use-dock-model.ts';

export interface DockProps {
  readonly workspace: WorkspaceId;
  readonly catalog: PanelCatalog;
  readonly onFailure?: ((panel: PanelId, error: unknown) => void) | undefined;
}

/** A workspace between the bars: panels that can be moved, resized and tabbed, at the designed sizes until then. */
export const Dock = memo(function Dock({ workspace, catalog: all, onFailure }: DockProps): ReactElement {
  const [space, setSpace] = useState<LayoutSpace>();
  const box = useRef<HTMLDivElement>(null);
  const catalog = useMemo(() => panelsIn(workspace, all), [workspace, all]);
  useReadingOrder(box);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = element;
      if (width > 0 && height > 0) setSpace((before) => (before?.width === width && before.height === height ? before : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);
  return (
    <div ref={box} className="app-dock">
      {space === undefined ? null : <SizedDock workspace={workspace} catalog={catalog} space={space} onFailure={onFailure} />}
    </div>
  );
});

/** The panels of a workspace that exist. */
function panelsIn(workspace: WorkspaceId, catalog: PanelCatalog): PanelCatalog {
  return Object.fromEntries(
    WORKSPACE_DESIGNS[workspace].panels.flatMap((panel) => (catalog[panel] === undefined ? [] : [[panel, catalog[panel]]])),
  );
}

interface SizedDockProps extends DockProps {
  readonly space: LayoutSpace;
}

function SizedDock({ workspace, catalog, space, onFailure }: SizedDockProps): ReactElement {
  const dock = useDockModel(workspace, catalog, space);
  useRequests(dock, workspace, space);
  const factory = useCallback(
    (node: TabNode): ReactNode => {
      const panel = node.getComponent() as PanelId;
      const entry = catalog[panel];
      return entry === undefined ? null : (
        <TabContent node={node}>
          <PanelHost panel={panel} entry={entry} head={chromeless(node) ? 'none' : 'dock'} onFailure={onFailure} />
        </TabContent>
      );
    },
    [catalog, onFailure],
  );
  const renderTab = useCallback(
    (node: TabNode, values: ITabRenderValues): void => {
      const panel = node.getComponent() as PanelId;
      values.content = <TabWords panel={panel} title={node.getName()} figure={catalog[panel]?.figure} />;
    },
    [catalog],
  );
  return (
    <>
      <Layout
        model={dock.model}
        factory={factory}
        onRenderTab={renderTab}
        onRenderTabSet={renderTabSet}
        onModelChange={dock.onChange}
        icons={ICONS}
        realtimeResize
        i18nTranslator={SAY.dockLabel}
        invalidateTabContentOnParentRender={false}
        supportsPopout={false}
        tabDragSpeed={0.12}
      />
      <LeftDrawer workspace={workspace} catalog={catalog} space={space} onFailure={onFailure} />
    </>
  );
}

/** A panel behind another one keeps its state, and neither draws, listens nor asks main for anything until it is shown again. */
function TabContent({ node, children }: { readonly node: TabNode; readonly children: ReactNode }): ReactElement {
  const [shown, show] = useState(() => isInFront(node));
  useEffect(() => {
    const seen = (): void => {
      show(isInFront(node));
    };
    seen();
    node.setEventListener('visibility', seen);
    return () => {
      node.removeEventListener('visibility');
    };
  }, [node]);
  return <Activity mode={shown ? 'visible' : 'hidden'}>{children}</Activity>;
}

function isInFront(node: TabNode): boolean {
  const parent = node.getParent();
  return !(parent instanceof TabSetNode) || parent.getSelectedNode() === node;
}

interface TabWordsProps {
  readonly panel: PanelId;
  readonly title: string;
  readonly figure: ComponentType | undefined;
}

/** A tab's title and figures. They are its name for screen readers too, in place of the label that the docking library sets. */
function TabWords({ panel, title, figure: Figure }: TabWordsProps): ReactElement {
  const words = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    words.current?.closest('[role="tab"]')?.removeAttribute('aria-label');
  });
  return (
    <>
      <span ref={words} className="app-tab-title">
        {title}
      </span>
      <span className="app-tab-figure">{Figure === undefined ? null : <Figure />}</span>
      <HeadSlot panel={panel} slot="figure" className="app-tab-figure" />
    </>
  );
}

/** The library's own drawings are not shipped. */
const ICONS: IIcons = {
  more: (_, hidden) => (
    <>
      <Ellipsis {...ICON} />
      {hidden.length}
    </>
  ),
};

function chromeless(node: TabNode): boolean {
  const parent = node.getParent();
  return parent instanceof TabSetNode && !parent.isEnableTabStrip();
}

function renderTabSet(node: unknown, values: ITabSetRenderValues): void {
  if (!(node instanceof TabSetNode)) return;
  const panel = node.getSelectedNode()?.getId();
  if (panel !== undefined) values.buttons.push(<HeadSlot key={panel} panel={panel} slot="actions" className="app-head-actions" />);
}

/** Answers what keys and palette ask: opens the part that holds a panel, brings it to the front and focuses it. */
function useRequests({ model }: DockModel, workspace: WorkspaceId, { width }: LayoutSpace): void {
  const design = WORKSPACE_DESIGNS[workspace];
  const request = useDock((store) => store.request);
  const set = useDock((store) => store.set);
  useEffect(() => {
    const { answered, answer } = useDock.getState();
    if (answered === request.serial) return;
    const { kind, panel, serial } = request;
    if (kind === 'enlarge') enlarge(model);
    else if (kind === 'show' && panel !== undefined) {
      if (!design.panels.includes(panel)) {
        // The workspace that has it answers once it is on show.
        const elsewhere = workspaceOf(panel);
        if (elsewhere !== undefined) {
          useWorkspace.getState().show(elsewhere);
          return;
        }
      } else if (!model.getNodeById(panel)) {
        const left = design.left.includes(panel);
        if (left) set(design.hasLeft(width) ? { leftOpen: true } : { drawerOpen: true });
        else if (DOCK_PANELS.includes(panel)) set({ [dockOf(workspace)]: true });
        if (left && !design.hasLeft(width)) answer(serial);
        return;
      } else {
        model.doAction(Actions.selectTab(panel));
        requestAnimationFrame(() => {
          focusRegion(panel);
        });
      }
    }
    answer(serial);
  }, [request, model, set, design, width]);
}

function workspaceOf(panel: PanelId): WorkspaceId | undefined {
  return (Object.keys(WORKSPACE_DESIGNS) as WorkspaceId[]).find((id) => WORKSPACE_DESIGNS[id].panels.includes(panel));
}

/** Makes the panel with the focus fill the workspace, or back. */
function enlarge(model: DockModel['model']): void {
  const inPanel = document.activeElement?.closest<HTMLElement>('[data-region]')?.dataset['region'];
  const tab = inPanel === undefined ? undefined : model.getNodeById(inPanel);
  const tabset = tab instanceof TabNode ? tab.getParent() : (model.getMaximizedTabset() ?? model.getActiveTabset());
  if (tabset) model.doAction(Actions.maximizeToggle(tabset.getId()));
}

/** Below 1280 pixels Ctrl+B slides the left column over the chart; the dock below stays free. */
function LeftDrawer({ workspace, catalog, space, onFailure }: SizedDockProps): ReactElement | null {
  const open = useDock((store) => store.drawerOpen);
  const dockOpen = useDock((store) => store[dockOf(workspace)]);
  const density = useAppearance((store) => store.density);
  const { left, hasLeft } = WORKSPACE_DESIGNS[workspace];
  const panels = left.filter((panel) => catalog[panel] !== undefined);
  if (!open || panels.length === 0 || hasLeft(space.width)) return null;
  return (
    <div className="app-drawer" style={dockOpen ? { blockSize: tradeSizes({ ...space, density }).upper } : { blockSize: '100%' }}>
      {panels.map((panel) => {
        const entry = catalog[panel];
        return entry === undefined ? null : <PanelHost key={panel} panel={panel} entry={entry} head="own" onFailure={onFailure} />;
      })}
    </div>
  );
}
