/**
 * The words of the native menu and dialogs, which are drawn by the system and not by the screen.
 *
 * The screen has its own locale files; these few words stand apart because the main side must have
 * them before any page is loaded. A test checks that every language has every word.
 */

const en = {
  file: 'File',
  importScenario: 'Open scenario file…',
  exportScenario: 'Export scenario file…',
  closeDocument: 'Close document',
  quit: 'Quit Racklab',
  edit: 'Edit',
  undo: 'Undo in the room',
  redo: 'Redo in the room',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select all',
  view: 'View',
  reload: 'Reload',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  resetZoom: 'Actual size',
  fullScreen: 'Full screen',
  developerTools: 'Developer tools',
  help: 'Help',
  about: 'About Racklab',
  scenarioFiles: 'Racklab scenario files',
  allFiles: 'All files',
  notDone: 'Not done',
  close: 'Close',
};

export type MenuLabels = Readonly<Record<keyof typeof en, string>>;

const ptBr: MenuLabels = {
  file: 'Arquivo',
  importScenario: 'Abrir arquivo de cenário…',
  exportScenario: 'Exportar arquivo de cenário…',
  closeDocument: 'Fechar documento',
  quit: 'Sair do Racklab',
  edit: 'Editar',
  undo: 'Desfazer na sala',
  redo: 'Refazer na sala',
  cut: 'Recortar',
  copy: 'Copiar',
  paste: 'Colar',
  selectAll: 'Selecionar tudo',
  view: 'Exibir',
  reload: 'Recarregar',
  zoomIn: 'Ampliar',
  zoomOut: 'Reduzir',
  resetZoom: 'Tamanho real',
  fullScreen: 'Tela cheia',
  developerTools: 'Ferramentas de desenvolvimento',
  help: 'Ajuda',
  about: 'Sobre o Racklab',
  scenarioFiles: 'Arquivos de cenário do Racklab',
  allFiles: 'Todos os arquivos',
  notDone: 'Não foi feito',
  close: 'Fechar',
};

export const menuLabels: Readonly<Record<'en' | 'pt-BR', MenuLabels>> = { en, 'pt-BR': ptBr };

/** The words for a language tag of the system, English for every language we have not. */
export function labelsFor(locale: string): MenuLabels {
  return locale.toLowerCase().startsWith('pt') ? menuLabels['pt-BR'] : menuLabels.en;
}
