/**
 * Closed lists and usual values of web apps. They stand alone so that schemas, views and columns
 * can name them without the catalogue.
 */

/** States of an instance; a position in the list is stored in columns. */
export const WEB_INSTANCE_STATES = ['starting', 'ready', 'leaving'] as const;

/** How a web app scales when nobody says otherwise: percent of the processor. */
export const WEB_OUT_ABOVE = 70;
export const WEB_IN_BELOW = 30;
