/**
 * A finding as a sentence in the language of the screen, by its code and figures. The list of
 * findings and the text editor say it alike.
 */
import { useI18n } from 'vue-i18n';
import type { Finding } from '../../shared/lab/lab-finding.ts';

/** What a proof calls the draw of a lab that draws nothing. */
const NOTHING_DRAWN = 'no variables';

/** Puts findings into words. */
export function useFindingWords(): (finding: Finding) => string {
  const { t } = useI18n();
  return ({ code, details, draw }) => {
    const words = t(`finding.${code}`, { ...details });
    return draw === undefined || draw === NOTHING_DRAWN
      ? words
      : t('finding.with', { draw, words });
  };
}
