/**
 * The ways to run a program that a provider sells, from most of one's own to least, and what one
 * asks of each. The answers are words and stand in the locale files.
 */
export const COMPUTE_SERVICES = [
  'machine',
  'scaleSet',
  'containers',
  'webApp',
  'functions',
] as const;

export const COMPUTE_QUESTIONS = ['scales', 'unit', 'patches', 'pays', 'choose'] as const;
