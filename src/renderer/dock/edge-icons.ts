/**
 * The picture of each edge a panel can stand at. The same in the menu of a panel, in the search and
 * on the buttons that open and close what stands there.
 */
import type { PanelEdge } from '../stores/panel-layout.ts';
import type { IconName } from '../ui/icon-names.ts';

/** An edge as the picture of a panel that is put away there. */
export const EDGE_ICONS: Readonly<Record<PanelEdge, IconName>> = {
  left: 'panelLeftClose',
  right: 'panelRightClose',
  bottom: 'panelBottomClose',
};

/** The same of a panel that comes up there. */
export const EDGE_OPEN_ICONS: Readonly<Record<PanelEdge, IconName>> = {
  left: 'panelLeftOpen',
  right: 'panelRightOpen',
  bottom: 'panelBottomOpen',
};
